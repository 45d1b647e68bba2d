"""Messages that a person moved to another ticket, kept so that it can be undone and is remembered."""

from django.db import models


class MessageMove(models.Model):
    """`opened`: the result was made for them. `apart`: what `customer_id` writes never joins the source again.

    `message_ids` are the messages that went, `marked_ids` those of them that lost the mark of a stranger by it.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="moves_out")
    result = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="moves_in")
    message_ids = models.JSONField(default=list)
    marked_ids = models.JSONField(default=list)
    customer_id = models.BigIntegerField(null=True)
    opened = models.BooleanField(default=False)
    apart = models.BooleanField(default=False)
    by_kind = models.CharField(max_length=16)
    by_id = models.BigIntegerField(null=True)
    moved_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tickets_message_move"
