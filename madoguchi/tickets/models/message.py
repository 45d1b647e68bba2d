"""Messages of a ticket, their attachments and mentions."""

from django.db import models
from django.utils.translation import pgettext_lazy


class MessageKind(models.TextChoices):
    """Direction of a message."""

    INWARD = "inward"
    OUTWARD = "outward"
    NOTE = "note"


class MessageState(models.TextChoices):
    """Where an outward message stands; others are always `done`.

    `unconfirmed` (送信未確認): the receiving server may have accepted it, our record of that was lost.
    """

    DONE = "done"
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    CANCELLED = "cancelled"


class Purpose(models.TextChoices):
    """What a message that is not between us and the customer is for; empty for all others."""

    FORWARD = "forward", pgettext_lazy("message", "Forwarded")
    REDIRECT = "redirect", pgettext_lazy("message", "Redirected")
    ASIDE = "aside", pgettext_lazy("message", "Answer to a forwarded message")


class Message(models.Model):
    """One message. `text` is the whole plain text, `reply_text` only what was newly written (empty = same as text).

    `html` is sanitised. `to` and `cc` are lists of {"name", "address"}. `external_id` is the channel's own id
    (Message-ID without brackets for mail). `client_key` makes a repeated post harmless.

    `purpose` and `source_id`: a message handed on to somebody outside, and which one; or that person's answer.
    `charset` is empty where the inbox decides. `scheduled`: an agent chose the time, `send_after`.

    `standing` is what the sender was to the ticket (see `threading`), `threaded_by` and `evidence` why the message is
    here, `placed_at` when a person put it here, `conversation` Outlook's id of the talk.
    """

    id = models.BigAutoField(primary_key=True)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="messages", db_index=False)
    kind = models.CharField(max_length=8, choices=MessageKind)
    state = models.CharField(max_length=12, choices=MessageState, default=MessageState.DONE)
    channel = models.CharField(max_length=16, default="mail")
    inbox_id = models.BigIntegerField(null=True)
    agent = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, db_index=False)
    customer = models.ForeignKey("customers.Customer", on_delete=models.SET_NULL, null=True, db_index=False)
    author_name = models.CharField(max_length=120, blank=True)
    author_address = models.CharField(max_length=320, blank=True)
    reply_address = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    reply_text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    bcc = models.JSONField(default=list)
    auto = models.BooleanField(default=False)
    stranger = models.BooleanField(default=False)
    verdict = models.JSONField(default=dict)
    external_id = models.CharField(max_length=300, blank=True)
    raw_id = models.BigIntegerField(null=True)
    client_key = models.CharField(max_length=64, null=True)
    threaded_by = models.CharField(max_length=24, blank=True)
    standing = models.CharField(max_length=12, null=True)
    evidence = models.JSONField(null=True)
    conversation = models.CharField(max_length=32, null=True)
    placed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=500, blank=True)
    purpose = models.CharField(max_length=8, choices=Purpose, blank=True, default="", db_default="")
    source_id = models.BigIntegerField(null=True)
    charset = models.CharField(max_length=12, blank=True, default="", db_default="")
    scheduled = models.BooleanField(default=False, db_default=False)
    send_after = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "tickets_message"
        indexes = [
            models.Index(fields=["ticket", "id"], name="message_ticket"),
            models.Index(fields=["external_id"], name="message_external_id"),
            models.Index(
                fields=["conversation", "id"],
                name="message_conversation",
                condition=models.Q(conversation__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "client_key"], name="message_client_once"),
            models.UniqueConstraint(fields=["raw_id"], name="message_raw_once"),
        ]


class Attachment(models.Model):
    """A named file of a message. `type` is what the sender declared; `content_id` is set for inline images."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments", null=True)
    uploaded_by = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, db_index=False)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, db_index=False)
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    content_id = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "tickets_attachment"
        indexes = [models.Index(fields=["file"], name="attachment_file")]


class Mention(models.Model):
    """An agent named in an internal note."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="mentions")

    class Meta:
        db_table = "tickets_mention"
        constraints = [models.UniqueConstraint(fields=["message", "agent"], name="mention_once")]
