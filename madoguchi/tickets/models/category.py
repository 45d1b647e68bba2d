"""Categories: a tree of what tickets are about."""

from django.db import models


class Category(models.Model):
    """A category, offered to one team or to all (`team` empty)."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, null=True, related_name="categories")
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "tickets_category"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
