"""Raw messages: the bytes as they came, kept before anything is parsed."""

from django.db import models
from django.utils.translation import pgettext_lazy


class RawState(models.TextChoices):
    """Where a raw message stands on its way to a screen."""

    STORED = "stored", pgettext_lazy("raw state", "Stored")
    THREADED = "threaded", pgettext_lazy("raw state", "On a ticket")
    FILTERED = "filtered", pgettext_lazy("raw state", "Filtered")
    QUARANTINED = "quarantined", pgettext_lazy("raw state", "Unreadable")
    DISCARDED = "discarded", pgettext_lazy("raw state", "Thrown away")


class RawMessage(models.Model):
    """Unique per inbox and content. `envelope` is what the door knew (mail from, rcpt to, peer).

    `twin_key` is the digest of what a second copy of the same mail has in common with it; unique per inbox among
    messages that reached a ticket. `trace` is the folded text that the mail room searches. `retried_at` is when people
    last had it read again: all of one reason share it. `file` is empty once the bytes were deleted (`content_gone_at`);
    `content_id` stays, so that the same mail is still known.
    """

    id = models.BigAutoField(primary_key=True)
    inbox = models.ForeignKey("channels.Inbox", on_delete=models.PROTECT, related_name="raws", db_index=False)
    content_id = models.CharField(max_length=64)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, db_index=False, null=True)
    door = models.CharField(max_length=12)
    envelope = models.JSONField(default=dict)
    twin_key = models.CharField(max_length=64, null=True)
    state = models.CharField(max_length=12, choices=RawState, default=RawState.STORED)
    reason = models.CharField(max_length=500, blank=True)
    message_id = models.CharField(max_length=300, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    ticket_id = models.BigIntegerField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    trace = models.TextField(default="", db_default="")
    retried_at = models.DateTimeField(null=True)
    content_gone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "channels_raw"
        constraints = [
            models.UniqueConstraint(fields=["inbox", "content_id"], name="raw_once"),
            models.UniqueConstraint(fields=["inbox", "twin_key"], name="raw_twin_once"),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="raw_state"),
            models.Index(fields=["message_id"], name="raw_by_message_id"),
            models.Index(fields=["received_at", "id"], name="raw_by_time"),
            models.Index(fields=["file"], name="raw_by_file"),
            models.Index(fields=["retried_at"], name="raw_retried", condition=models.Q(retried_at__isnull=False)),
        ]
