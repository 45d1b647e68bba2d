"""Merges of customers and of companies, kept so that they can be undone."""

from django.db import models


class CustomerMerge(models.Model):
    """`moved` lists the ids that changed hands: {"identities": [...], "notes": [...], "tickets": [...]}."""

    id = models.BigAutoField(primary_key=True)
    survivor = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="merges_in")
    absorbed = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="merges_out")
    moved = models.JSONField(default=dict)
    by_kind = models.CharField(max_length=16)
    by_id = models.BigIntegerField(null=True)
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "customers_merge"


class CompanyMerge(models.Model):
    """`absorbed` is the whole row that is gone, `moved` the ids that changed hands and the fields that were filled."""

    id = models.BigAutoField(primary_key=True)
    survivor = models.ForeignKey("customers.Company", on_delete=models.CASCADE, related_name="merges_in")
    absorbed = models.JSONField()
    moved = models.JSONField(default=dict)
    by_kind = models.CharField(max_length=16)
    by_id = models.BigIntegerField(null=True)
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "customers_company_merge"
