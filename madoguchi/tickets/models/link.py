"""Links between tickets."""

from django.db import models


class TicketLink(models.Model):
    """`kind` is related, parent (from is the parent of to), or follow_up (to follows from)."""

    id = models.BigAutoField(primary_key=True)
    from_ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="links_out")
    to_ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=12, default="related")
    by_kind = models.CharField(max_length=16)
    by_id = models.BigIntegerField(null=True)
    linked_at = models.DateTimeField()

    class Meta:
        db_table = "tickets_link"
        constraints = [models.UniqueConstraint(fields=["from_ticket", "to_ticket", "kind"], name="link_once")]
