"""Customers."""

from django.db import models


class Customer(models.Model):
    """A person. `honorific` follows the name in Japanese text; a merged-away row points to its survivor.

    `name_key` is the folded name, `reading_key` the folded kana (or name): for order, search and finding twins.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120, db_index=True)
    reading_key = models.CharField(max_length=120, default="")
    kana = models.CharField(max_length=120, blank=True)
    honorific = models.CharField(max_length=12, default="様", blank=True)
    company = models.ForeignKey("customers.Company", on_delete=models.SET_NULL, null=True, related_name="customers")
    title = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=8, default="ja")
    address = models.CharField(max_length=300, blank=True)
    caution = models.CharField(max_length=300, blank=True)
    attributes = models.JSONField(default=dict)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="merged", db_index=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "customers_customer"
        indexes = [
            models.Index(fields=["reading_key", "id"], name="customer_reading", condition=models.Q(merged_into=None)),
            models.Index(fields=["merged_into"], name="customer_merged", condition=models.Q(merged_into__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name
