"""Text to search in, kept beside what it was made from."""

from django.db import models


class SearchEntry(models.Model):
    """The searchable text of one part (`part`, `part_id`: a message, a subject) of one owner (a ticket, an article).

    `text` is folded (kernel.text), for codes and pieces of words; `terms` holds the words, each once between spaces, as
    `version` of kernel.text.terms cuts them; entries of an older version are found by `text` alone until they are cut.
    """

    id = models.BigAutoField(primary_key=True)
    scope = models.CharField(max_length=16)
    owner_id = models.BigIntegerField()
    part = models.CharField(max_length=16)
    part_id = models.BigIntegerField()
    text = models.TextField()
    terms = models.TextField(default="", db_default="")
    version = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        db_table = "kernel_search_entry"
        indexes = [
            models.Index(fields=["scope", "owner_id"], name="search_owner"),
            models.Index(fields=["version", "id"], name="search_version"),
        ]
        constraints = [models.UniqueConstraint(fields=["scope", "part", "part_id"], name="search_part_once")]
