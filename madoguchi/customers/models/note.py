"""Notes about a customer or a company."""

from django.db import models


class CustomerNote(models.Model):
    """A note on a customer; a pinned one stays on top of the panel."""

    id = models.BigAutoField(primary_key=True)
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    pinned = models.BooleanField(default=False)
    author = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True)
    written_at = models.DateTimeField()

    class Meta:
        db_table = "customers_note"
        ordering = ["-pinned", "-id"]
