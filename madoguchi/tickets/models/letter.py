"""Templates of formal letters (お詫び状, 警告書)."""

from django.db import models
from django.utils.translation import pgettext_lazy


class LetterKind(models.TextChoices):
    """What a letter is for."""

    APOLOGY = "apology", pgettext_lazy("letter", "Letter of apology")
    WARNING = "warning", pgettext_lazy("letter", "Letter of warning")
    OTHER = "other", pgettext_lazy("letter", "Other letter")


class LetterTemplate(models.Model):
    """The words of a letter with {{placeholders}}. `sender` are the lines above which the seal stands, `opening` and
    `ending` words such as 拝啓 and 敬具, `items` the lines under 記."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=LetterKind)
    sender = models.TextField(blank=True)
    title = models.CharField(max_length=120)
    opening = models.CharField(max_length=20, blank=True)
    body = models.TextField()
    ending = models.CharField(max_length=20, blank=True)
    items = models.TextField(blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "tickets_letter_template"
        ordering = ["kind", "name", "id"]
