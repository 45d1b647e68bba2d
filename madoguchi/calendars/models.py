"""Tables of calendars. A schedule is never rewritten: each change is a new version."""

from django.db import models


class Schedule(models.Model):
    """A named set of business hours; `is_default` marks the one used where none is chosen; an archived one is
    offered no more, but tickets still count in its versions."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80, unique=True)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "calendars_schedule"

    def __str__(self) -> str:
        return self.name


class ScheduleVersion(models.Model):
    """`weekly` maps "0" (Monday) to "6" to slots [["09:00", "12:00"], ...]; an end of "24:00" or earlier than its
    start runs past midnight. `days` maps "2026-12-29" (or "12-29" for every year) to slots ([] = closed) and
    wins over holidays and weekly."""

    id = models.BigAutoField(primary_key=True)
    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="versions")
    time_zone = models.CharField(max_length=40, default="Asia/Tokyo")
    weekly = models.JSONField(default=dict)
    holidays = models.CharField(max_length=8, default="JP", blank=True)
    days = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "calendars_schedule_version"
