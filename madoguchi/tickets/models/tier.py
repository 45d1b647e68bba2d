"""Tiers: the steps of the escalation ladder (T04)."""

from django.db import models


class Tier(models.Model):
    """A step. Teams, tickets and hand-over records name it by its `number`, which never changes; `position` is its
    place in the order. An empty `name` is the one the product gives to steps 1 to 4. Without any row the ladder is
    those four (see `tickets.tiers`)."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    name = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "tickets_tier"
        ordering = ["position", "number"]
