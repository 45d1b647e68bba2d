"""When agents are not there."""

from django.db import models
from django.utils.translation import pgettext_lazy


class AbsenceKind(models.TextChoices):
    """For a moment (離席), or away (不在)."""

    BREAK = "break", pgettext_lazy("absence", "On a break")
    AWAY = "away", pgettext_lazy("absence", "Away")


class Absence(models.Model):
    """An agent is not there from `starts_at` until `ends_at` (None: until they say so).

    `begun_at` is when the installation acted on it, `ended_at` when it was over. `gives_back` hands open tickets to
    `successor` or the team.
    """

    id = models.BigAutoField(primary_key=True)
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=8, choices=AbsenceKind)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    memo = models.CharField(max_length=120, blank=True)
    gives_back = models.BooleanField(default=False)
    successor = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_absence"
        indexes = [
            models.Index(fields=["agent"], name="absence_standing", condition=models.Q(ended_at__isnull=True)),
        ]
