"""Tickets."""

from typing import ClassVar

from django.db import models

from madoguchi.tickets.queries import TicketManager
from madoguchi.tickets.statuses import Priority, Status


class Ticket(models.Model):
    """One case. Its id is its number. What lists show (status, last message, counts) is kept here by the services.

    `inbox_id` and `channel` say where it came in; inboxes live in the room `channels`, so there is no foreign key.
    `fields` maps a custom field's key to its value; `promise_due_at` is when the first open promise falls due,
    `approval_asked_at` since when an answer waits for a colleague's consent, `escalated_at` and `escalation_due_at`
    since and until when another tier is asked, `consultation_state` how its consultations stand (empty without any),
    `complaint_severity` how grave the complaint is that it has (None for no complaint).
    """

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=300)
    status = models.CharField(max_length=8, default=Status.NEW)
    priority = models.PositiveSmallIntegerField(default=Priority.NORMAL)
    category = models.ForeignKey("tickets.Category", on_delete=models.SET_NULL, null=True, db_index=False)
    team = models.ForeignKey("people.Team", on_delete=models.SET_NULL, null=True, db_index=False)
    assignee = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, db_index=False)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, db_index=False)
    channel = models.CharField(max_length=16, default="mail")
    inbox_id = models.BigIntegerField(null=True)
    reference = models.CharField(max_length=24, unique=True)
    tier = models.PositiveSmallIntegerField(default=1)
    fields = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    last_message_id = models.BigIntegerField(null=True)
    last_message_at = models.DateTimeField()
    last_message_kind = models.CharField(max_length=8, default="inward")
    snippet = models.CharField(max_length=160, blank=True)
    message_count = models.PositiveIntegerField(default=0)
    first_response_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    wake_at = models.DateTimeField(null=True)
    promise_due_at = models.DateTimeField(null=True)
    approval_asked_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    escalation_due_at = models.DateTimeField(null=True)
    consultation_state = models.CharField(max_length=8, blank=True, default="", db_default="")
    complaint_severity = models.PositiveSmallIntegerField(null=True)
    reopen_count = models.PositiveIntegerField(default=0)
    delivery_failed = models.BooleanField(default=False)
    schedule_version_id = models.BigIntegerField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="merged", db_index=False)

    objects: ClassVar[TicketManager] = TicketManager()

    class Meta:
        db_table = "tickets_ticket"
        indexes = [
            models.Index(fields=["status", "-last_message_at", "-id"], name="ticket_box"),
            models.Index(fields=["team", "status", "-last_message_at", "-id"], name="ticket_team_box"),
            models.Index(fields=["assignee", "status", "-last_message_at", "-id"], name="ticket_mine_box"),
            models.Index(fields=["status", "team", "assignee"], name="ticket_counts"),
            models.Index(fields=["customer", "-id"], name="ticket_customer"),
            models.Index(fields=["created_at"], name="ticket_created"),
            models.Index(fields=["closed_at"], name="ticket_closed", condition=models.Q(closed_at__isnull=False)),
            models.Index(
                fields=["first_response_at"],
                name="ticket_answered",
                condition=models.Q(first_response_at__isnull=False),
            ),
            models.Index(fields=["wake_at"], name="ticket_wake", condition=models.Q(wake_at__isnull=False)),
            models.Index(
                fields=["promise_due_at"], name="ticket_promise", condition=models.Q(promise_due_at__isnull=False)
            ),
            models.Index(
                fields=["approval_asked_at"],
                name="ticket_approval",
                condition=models.Q(approval_asked_at__isnull=False),
            ),
            models.Index(
                fields=["escalated_at"], name="ticket_escalated", condition=models.Q(escalated_at__isnull=False)
            ),
            models.Index(
                fields=["consultation_state"],
                name="ticket_consulting",
                condition=models.Q(consultation_state__in=("asked", "answered")),
            ),
            models.Index(
                fields=["complaint_severity"],
                name="ticket_complaint",
                condition=models.Q(complaint_severity__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.id} {self.subject}"
