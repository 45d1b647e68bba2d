"""Identities: one address on one kind of channel."""

from django.db import models


class Identity(models.Model):
    """`address` as written, `address_key` folded for matching. Unique per kind: one address, one customer.

    `bounced_at` and `bounced_reason`: what is sent there comes back for good. `silenced_at`: whoever reads there has
    reported automatic mail as spam; only people may write to it.
    """

    id = models.BigAutoField(primary_key=True)
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=16)
    address = models.CharField(max_length=320)
    address_key = models.CharField(max_length=320)
    verified_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    bounced_reason = models.CharField(max_length=500, blank=True, default="", db_default="")
    silenced_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "customers_identity"
        constraints = [models.UniqueConstraint(fields=["kind", "address_key"], name="identity_once")]
