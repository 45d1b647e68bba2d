"""Custom fields of tickets."""

from django.db import models
from django.utils.translation import pgettext_lazy


class FieldKind(models.TextChoices):
    """What a custom field holds."""

    TEXT = "text", pgettext_lazy("field kind", "Text")
    CHOICE = "choice", pgettext_lazy("field kind", "Choice")
    NUMBER = "number", pgettext_lazy("field kind", "Number")
    DATE = "date", pgettext_lazy("field kind", "Date")
    CHECKBOX = "checkbox", pgettext_lazy("field kind", "Checkbox")


class FieldDefinition(models.Model):
    """A custom field, for one team or for all. Values lie in Ticket.fields under `key`."""

    id = models.BigAutoField(primary_key=True)
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, null=True, related_name="fields")
    key = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=80)
    help_text = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=FieldKind)
    choices = models.JSONField(default=list)
    required_to_close = models.BooleanField(default=False)
    on_form = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "tickets_field"
        ordering = ["position", "id"]
