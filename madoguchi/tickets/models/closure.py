"""Closures: a ticket was done, by whom and when, and perhaps reopened."""

from django.db import models


class Closure(models.Model):
    """A closure stands while `reopened_at` is empty."""

    id = models.BigAutoField(primary_key=True)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="closures")
    by_kind = models.CharField(max_length=16)
    by_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True)
    reopened_by_kind = models.CharField(max_length=16, blank=True)
    reopened_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "tickets_closure"
        indexes = [
            models.Index(fields=["closed_at"], name="closure_at"),
            models.Index(
                fields=["reopened_at"], name="closure_reopened", condition=models.Q(reopened_at__isnull=False)
            ),
        ]
