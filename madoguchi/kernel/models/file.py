"""Files are kept once per content; rows elsewhere point to them."""

from django.db import models


class StoredFile(models.Model):
    """One content: `sha256` names it on disk, `size` in bytes, `sniffed_type` from its own bytes."""

    id = models.BigAutoField(primary_key=True)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    sniffed_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_file"
