"""Inboxes: configured connections."""

from django.db import models
from django.utils.translation import pgettext_lazy


class SenderStyle(models.TextChoices):
    """Who stands in From: the inbox's name, the agent's, or both."""

    INBOX = "inbox", pgettext_lazy("sender", "The inbox’s name")
    AGENT = "agent", pgettext_lazy("sender", "The agent’s name")
    BOTH = "both", pgettext_lazy("sender", "The agent’s name and the inbox’s")


class Inbox(models.Model):
    """One connection of one kind of channel. `settings` is what the adapter's form asked for; secrets in it are
    encrypted. `address` is the public address (mail) or slug (form). `salutation` puts the customer's name with 敬称 on
    top of answers, `repeat_unconfirmed` lets an unconfirmed message leave once more by itself. `preset` is the mail
    service it was set up for, `keep_raw_days` how long originals are kept (None: as the installation says, 0: always).

    Files over `largest_mail_mb` go out as links that work for `link_days`. `most_per_minute` and `most_per_hour` hold
    the way out back (0: no limit). `dkim_key` is sealed; mail is signed from `dkim_on_at` on. `sending_problem` is why
    the last try to send failed, `sending_paused_until` when the next one is made.
    """

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
    receipts_per_hour = models.PositiveIntegerField(default=60, db_default=60)
    salutation = models.BooleanField(default=True)
    repeat_unconfirmed = models.BooleanField(default=False)
    undo_seconds = models.PositiveSmallIntegerField(default=10)
    preset = models.CharField(max_length=20, blank=True, default="", db_default="")
    keep_raw_days = models.PositiveSmallIntegerField(null=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    last_message_at = models.DateTimeField(null=True)
    last_checked_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    last_error_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    sender_style = models.CharField(
        max_length=12, choices=SenderStyle, default=SenderStyle.INBOX, db_default=SenderStyle.INBOX
    )
    largest_mail_mb = models.PositiveSmallIntegerField(default=20, db_default=20)
    link_days = models.PositiveSmallIntegerField(default=30, db_default=30)
    most_per_minute = models.PositiveIntegerField(default=0, db_default=0)
    most_per_hour = models.PositiveIntegerField(default=0, db_default=0)
    dkim_selector = models.CharField(max_length=63, blank=True, default="", db_default="")
    dkim_key = models.TextField(blank=True, default="", db_default="")
    dkim_on_at = models.DateTimeField(null=True)
    sending_problem = models.CharField(max_length=500, blank=True, default="", db_default="")
    sending_failures = models.PositiveIntegerField(default=0, db_default=0)
    sending_paused_until = models.DateTimeField(null=True)
    look_asked_at = models.DateTimeField(null=True)
    next_look_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "channels_inbox"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
