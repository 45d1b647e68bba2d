"""Folded text to search in, kept beside what it was made from."""

from django.db import models


class SearchEntry(models.Model):
    """The searchable text of one part (`part`, `part_id`: a message, a subject) of one owner (a ticket, an article)."""

    id = models.BigAutoField(primary_key=True)
    scope = models.CharField(max_length=16)
    owner_id = models.BigIntegerField()
    part = models.CharField(max_length=16)
    part_id = models.BigIntegerField()
    text = models.TextField()

    class Meta:
        db_table = "kernel_search_entry"
        indexes = [models.Index(fields=["scope", "owner_id"], name="search_owner")]
        constraints = [models.UniqueConstraint(fields=["scope", "part", "part_id"], name="search_part_once")]
