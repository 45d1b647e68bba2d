"""Inboxes: configured connections."""

from django.db import models


class Inbox(models.Model):
    """One connection of one kind of channel. `settings` is what the adapter's form asked for; secrets in it are
    encrypted. `address` is the public address (mail) or slug (form). `salutation` puts the customer's name with 敬称 on
    top of answers, `repeat_unconfirmed` lets an unconfirmed message leave once more by itself."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=16)
    address = models.CharField(max_length=320, blank=True)
    display_name = models.CharField(max_length=120, blank=True)
    team = models.ForeignKey("people.Team", on_delete=models.SET_NULL, null=True, related_name="inboxes")
    schedule_id = models.BigIntegerField(null=True)
    settings = models.JSONField(default=dict)
    signature = models.TextField(blank=True)
    receipt_enabled = models.BooleanField(default=False)
    receipt_text = models.TextField(blank=True)
    salutation = models.BooleanField(default=True)
    repeat_unconfirmed = models.BooleanField(default=False)
    undo_seconds = models.PositiveSmallIntegerField(default=10)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    last_message_at = models.DateTimeField(null=True)
    last_checked_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    last_error_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "channels_inbox"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class FolderMark(models.Model):
    """The ledger of a pulled folder: what was fetched is known by UID, never by the unread flag."""

    id = models.BigAutoField(primary_key=True)
    inbox = models.ForeignKey(Inbox, on_delete=models.CASCADE, related_name="marks")
    folder = models.CharField(max_length=200)
    uidvalidity = models.BigIntegerField()
    uid = models.BigIntegerField()
    raw = models.ForeignKey("channels.RawMessage", on_delete=models.CASCADE, null=True)
    stored_at = models.DateTimeField()

    class Meta:
        db_table = "channels_folder_mark"
        constraints = [models.UniqueConstraint(fields=["inbox", "folder", "uidvalidity", "uid"], name="uid_once")]
