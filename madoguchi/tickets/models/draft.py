"""Drafts."""

from django.db import models


class Draft(models.Model):
    """What an agent has written but not sent; one per ticket, agent and kind (reply or note)."""

    id = models.BigAutoField(primary_key=True)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="drafts")
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=8)
    body = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "tickets_draft"
        constraints = [models.UniqueConstraint(fields=["ticket", "agent", "kind"], name="draft_once")]
