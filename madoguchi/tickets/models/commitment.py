"""Commitments (お約束): what an answer promised a customer, by when, and what became of it."""

from django.db import models
from django.utils.translation import pgettext_lazy


class CommitmentState(models.TextChoices):
    """What became of a promise. Whether one was kept in time says `closed_at` beside `due_at`."""

    OPEN = "open", pgettext_lazy("promise", "Open")
    KEPT = "kept", pgettext_lazy("promise", "Kept")
    BROKEN = "broken", pgettext_lazy("promise", "Not kept")
    DROPPED = "dropped", pgettext_lazy("promise", "Dropped")


class Commitment(models.Model):
    """`words` are quoted from the message. `kept_by` is the answer that kept it, if one did.

    `remind_at` is when whoever is in charge hears of it next: some time before it is due, then when it is overdue.
    """

    id = models.BigAutoField(primary_key=True)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="commitments", db_index=False)
    message = models.ForeignKey("tickets.Message", on_delete=models.CASCADE, null=True, related_name="commitments")
    words = models.CharField(max_length=300)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=CommitmentState, default=CommitmentState.OPEN)
    remind_at = models.DateTimeField(null=True)
    by_kind = models.CharField(max_length=16)
    by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by_kind = models.CharField(max_length=16, blank=True)
    closed_by_id = models.BigIntegerField(null=True)
    kept_by = models.ForeignKey("tickets.Message", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "tickets_commitment"
        indexes = [
            models.Index(fields=["ticket", "due_at"], name="commitment_ticket"),
            models.Index(fields=["due_at"], name="commitment_due"),
            models.Index(fields=["remind_at"], name="commitment_remind", condition=models.Q(remind_at__isnull=False)),
        ]
