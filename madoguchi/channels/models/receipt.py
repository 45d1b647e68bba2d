"""Receipt notices (受付メール): one per ticket, counted per address."""

from django.db import models


class Receipt(models.Model):
    """A receipt notice was sent for a ticket. `address_key` is the folded address, for the cap per sender,
    `inbox_id` for the cap per inbox."""

    id = models.BigAutoField(primary_key=True)
    ticket = models.OneToOneField("tickets.Ticket", on_delete=models.CASCADE, related_name="receipt")
    address_key = models.CharField(max_length=320)
    inbox_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "channels_receipt"
        indexes = [
            models.Index(fields=["address_key", "created_at"], name="receipt_address"),
            models.Index(fields=["inbox_id", "created_at"], name="receipt_inbox"),
        ]
