"""Tables of notifications."""

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
