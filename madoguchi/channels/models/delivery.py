"""Deliveries: the outbox."""

from django.db import models
from django.utils.translation import pgettext_lazy

from madoguchi.tickets.models import Ticket


class DeliveryState(models.TextChoices):
    """Where an outgoing message stands. `attempting` is written before the network is touched, so that a crash in
    between is seen as 送信未確認 and repeated only under the same Message-ID."""

    QUEUED = "queued", pgettext_lazy("delivery", "Waiting to be sent")
    ATTEMPTING = "attempting", pgettext_lazy("delivery", "Sending")
    SENT = "sent", pgettext_lazy("delivery", "Sent")
    FAILED = "failed", pgettext_lazy("delivery", "Failed")
    UNCONFIRMED = "unconfirmed", pgettext_lazy("delivery", "Sending not confirmed")
    CANCELLED = "cancelled", pgettext_lazy("delivery", "Taken back")


class Delivery(models.Model):
    """One message on its way: of a ticket (`message`) or of a consultation (`asked`). `claimed_by` is the process that
    sends it, `claimed_until` when that is given up.

    `trace` is the folded text that the mail room searches. `only_to` limits who gets it to some of the message's
    recipients (the corrected address of one that came back). `repeats` counts sendings after one that may have arrived.
    """

    id = models.BigAutoField(primary_key=True)
    message = models.OneToOneField("tickets.Message", on_delete=models.CASCADE, related_name="delivery", null=True)
    asked = models.OneToOneField(
        "tickets.ConsultationMessage", on_delete=models.CASCADE, related_name="delivery", null=True
    )
    inbox = models.ForeignKey("channels.Inbox", on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=12, choices=DeliveryState, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=120, blank=True)
    external_id = models.CharField(max_length=300, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    only_to = models.JSONField(default=list, db_default=[])
    repeats = models.PositiveSmallIntegerField(default=0, db_default=0)
    trace = models.TextField(default="", db_default="")

    class Meta:
        db_table = "channels_delivery"
        indexes = [
            models.Index(fields=["state", "due_at"], name="delivery_due"),
            models.Index(fields=["inbox", "finished_at"], name="delivery_pace"),
            models.Index(fields=["created_at", "id"], name="delivery_by_time"),
            models.Index(fields=["external_id"], name="delivery_by_external_id"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(message=None, asked__isnull=False) | models.Q(message__isnull=False, asked=None),
                name="delivery_of_one",
            )
        ]

    @property
    def ticket(self) -> Ticket:
        """The ticket it belongs to, whichever way."""
        if self.asked is not None:
            return self.asked.consultation.ticket
        assert self.message is not None
        return self.message.ticket

    @property
    def subject(self) -> str:
        """What stands in its subject, without marks."""
        if self.asked is not None:
            return self.asked.consultation.subject
        return (self.message.subject if self.message is not None else "") or self.ticket.subject

    @property
    def recipients(self) -> list[dict[str, str]]:
        """To and Cc."""
        if self.asked is not None:
            return list(self.asked.to)
        return [*self.message.to, *self.message.cc] if self.message is not None else []
