"""Watch lists: what somebody keeps an eye on."""

from django.db import models
from django.db.models import Q


class Watch(models.Model):
    """An agent's eye on a ticket, or on everything of a customer, with the reason."""

    id = models.BigAutoField(primary_key=True)
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    begun_at = models.DateTimeField()

    class Meta:
        db_table = "tickets_watch"
        constraints = [
            models.UniqueConstraint(fields=["agent", "ticket"], name="watch_ticket_once"),
            models.UniqueConstraint(fields=["agent", "customer"], name="watch_customer_once"),
            models.CheckConstraint(
                condition=Q(ticket=None, customer__isnull=False) | Q(ticket__isnull=False, customer=None),
                name="watch_one_thing",
            ),
        ]
