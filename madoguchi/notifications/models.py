"""Tables of notifications."""

from datetime import time

from django.db import models


class Notification(models.Model):
    """One line in an agent's bell. `kind` is an event name; `text` is made from it when shown."""

    id = models.BigAutoField(primary_key=True)
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=64)
    ticket_id = models.BigIntegerField(null=True)
    event_id = models.BigIntegerField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notifications_notification"
        constraints = [models.UniqueConstraint(fields=["agent", "event_id"], name="notification_once")]
        indexes = [
            models.Index(fields=["agent", "-id"], name="notification_agent"),
            models.Index(fields=["agent"], name="notification_unread", condition=models.Q(read_at__isnull=True)),
        ]


class Preference(models.Model):
    """How an agent wants to be told. Without a row the defaults of `preferences` hold.

    `ways` is {kind: [way, ...]} for the kinds that differ from their default. `mailed_at` is when the last mail went.
    """

    agent = models.OneToOneField(
        "people.Agent", on_delete=models.CASCADE, primary_key=True, related_name="notification_preference"
    )
    ways = models.JSONField(default=dict)
    mail = models.CharField(max_length=8, default="off")
    daily_at = models.TimeField(default=time(9))
    push_details = models.BooleanField(default=False)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notifications_preference"


class MailWait(models.Model):
    """A line of the bell that is still to be told by mail; gone once it was, or once it has been read."""

    notification = models.OneToOneField(Notification, on_delete=models.CASCADE, primary_key=True)
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "notifications_mail_wait"


class Device(models.Model):
    """A browser that takes Web Push: the address its vendor gave it, and its keys (RFC 8291)."""

    id = models.BigAutoField(primary_key=True)
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="push_devices")
    endpoint = models.CharField(max_length=500, unique=True)
    public_key = models.CharField(max_length=100)
    secret = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notifications_device"
