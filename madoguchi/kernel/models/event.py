"""The one event log: every business fact, in the transaction of the change. Append-only."""

from django.db import models


class EventRow(models.Model):
    """One fact. `name` is the dotted event name, `payload` its fields (ids and plain values only)."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=64)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    ticket_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    assignee_id = models.BigIntegerField(null=True)
    payload = models.JSONField(default=dict)

    class Meta:
        db_table = "kernel_event"
        indexes = [
            models.Index(fields=["ticket_id", "id"], name="event_ticket"),
            models.Index(fields=["customer_id", "id"], name="event_customer"),
            models.Index(fields=["name", "occurred_at"], name="event_name_at"),
        ]
