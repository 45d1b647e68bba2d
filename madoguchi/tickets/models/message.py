"""Messages of a ticket, their attachments and mentions."""

from django.db import models


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


class Message(models.Model):
    """One message. `text` is the whole plain text, `reply_text` only what was newly written (empty = same as text).

    `html` is sanitised. `to` and `cc` are lists of {"name", "address"}. `external_id` is the channel's own id
    (Message-ID without brackets for mail). `client_key` makes a repeated post harmless.
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
    failure = models.CharField(max_length=500, blank=True)
    send_after = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "tickets_message"
        indexes = [
            models.Index(fields=["ticket", "id"], name="message_ticket"),
            models.Index(fields=["external_id"], name="message_external_id"),
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


class Mention(models.Model):
    """An agent named in an internal note."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="mentions")

    class Meta:
        db_table = "tickets_mention"
        constraints = [models.UniqueConstraint(fields=["message", "agent"], name="mention_once")]
