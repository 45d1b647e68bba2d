"""Merges and splits of tickets, kept so that they can be undone."""

from django.db import models


class TicketMerge(models.Model):
    """`moved` lists message ids and what the absorbed ticket looked like: {"messages": [...], "status": "open"}."""

    id = models.BigAutoField(primary_key=True)
    survivor = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="merges_in")
    absorbed = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="merges_out")
    moved = models.JSONField(default=dict)
    by_kind = models.CharField(max_length=16)
    by_id = models.BigIntegerField(null=True)
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tickets_merge"


class TicketSplit(models.Model):
    """Messages moved out of a ticket into a new one."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="splits_out")
    result = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="splits_in")
    message_ids = models.JSONField(default=list)
    by_kind = models.CharField(max_length=16)
    by_id = models.BigIntegerField(null=True)
    split_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tickets_split"
