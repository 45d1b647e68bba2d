"""Snoozes: put aside until a time."""

from django.db import models


class Snooze(models.Model):
    """Stands while `woken_at` is empty; `reason` is for colleagues."""

    id = models.BigAutoField(primary_key=True)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="snoozes")
    until = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    previous_status = models.CharField(max_length=8)
    by_kind = models.CharField(max_length=16)
    by_id = models.BigIntegerField(null=True)
    snoozed_at = models.DateTimeField()
    woken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tickets_snooze"
