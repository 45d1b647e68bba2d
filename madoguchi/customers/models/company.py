"""Companies."""

from django.db import models


class Company(models.Model):
    """A company. `name_key` is its folded name for finding twins; `domains` are its mail domains."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160, db_index=True)
    kana = models.CharField(max_length=160, blank=True)
    domains = models.JSONField(default=list)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    memo = models.TextField(blank=True)
    attributes = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "customers_company"

    def __str__(self) -> str:
        return self.name
