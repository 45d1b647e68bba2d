"""Bulk changes, kept so that they can be undone."""

from django.db import models


class BulkChange(models.Model):
    """`change` is what was done, `before` maps ticket id to its former values, `failed` ticket id to the code of a
    refusal; `done` and `undone` of `total` show progress."""

    id = models.BigAutoField(primary_key=True)
    change = models.JSONField()
    ticket_ids = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    by_kind = models.CharField(max_length=16)
    by_id = models.BigIntegerField(null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    failed = models.JSONField(default=dict)
    undone = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tickets_bulk_change"
