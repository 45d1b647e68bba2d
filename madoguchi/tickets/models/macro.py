"""Macros (定型文)."""

from django.db import models


class Macro(models.Model):
    """A reply text with placeholders, and changes to make with it: {"status": "closed", "add_tags": [...], ...}."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)
    shortcut = models.CharField(max_length=30, blank=True)
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, null=True, related_name="macros")
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, null=True, related_name="macros")
    text = models.TextField(blank=True)
    changes = models.JSONField(default=dict)
    language = models.CharField(max_length=8, default="ja")
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)
    used_count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "tickets_macro"
        ordering = ["position", "id"]
