"""Who has a ticket open right now."""

from django.db import models


class Presence(models.Model):
    """An agent on a ticket; `editing` holds the soft lock. Rows older than two minutes count for nothing."""

    id = models.BigAutoField(primary_key=True)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="presences")
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="presences")
    editing = models.BooleanField(default=False)
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "tickets_presence"
        constraints = [models.UniqueConstraint(fields=["ticket", "agent"], name="presence_once")]
