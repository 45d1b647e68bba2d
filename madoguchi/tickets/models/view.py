"""Saved views."""

from django.db import models


class View(models.Model):
    """A saved list, owned by an agent, shared with a team, or (neither) for everyone.

    `conditions` is a list of {"field", "operator", "value"}; see tickets.conditions.CONDITION_FIELDS.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, null=True, related_name="views")
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, null=True, related_name="views")
    conditions = models.JSONField(default=list)
    order = models.CharField(max_length=24, default="-last_message_at")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "tickets_view"
        ordering = ["position", "id"]
