"""Tags."""

from django.db import models


class Tag(models.Model):
    """A tag; `name_key` is the folded name, so that widths and cases do not make twins."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=60, unique=True)

    class Meta:
        db_table = "tickets_tag"
        ordering = ["name"]


class TicketTag(models.Model):
    """A tag on a ticket."""

    id = models.BigAutoField(primary_key=True)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="ticket_tags", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="ticket_tags")

    class Meta:
        db_table = "tickets_ticket_tag"
        constraints = [models.UniqueConstraint(fields=["ticket", "tag"], name="ticket_tag_once")]
