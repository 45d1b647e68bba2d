"""What decides about spam and viruses: rules of people, their marks, what was learned from them, scans of files."""

from django.db import models
from django.utils.translation import pgettext_lazy


class RulePart(models.TextChoices):
    """What of a message a rule looks at."""

    ADDRESS = "address", pgettext_lazy("filter rule", "Sender's address")
    DOMAIN = "domain", pgettext_lazy("filter rule", "Sender's domain")
    SUBJECT = "subject", pgettext_lazy("filter rule", "Words in the subject")
    TEXT = "text", pgettext_lazy("filter rule", "Words in subject or text")


class FilterRule(models.Model):
    """A line of the block list or of the allow list. `pattern_key` is the folded pattern that is compared."""

    id = models.BigAutoField(primary_key=True)
    allow = models.BooleanField(default=False)
    part = models.CharField(max_length=8, choices=RulePart)
    pattern = models.CharField(max_length=320)
    pattern_key = models.CharField(max_length=320)
    note = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, db_index=False)
    created_at = models.DateTimeField()
    hits = models.PositiveIntegerField(default=0)
    last_hit_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "channels_filter_rule"
        constraints = [models.UniqueConstraint(fields=["part", "pattern_key"], name="filter_rule_once")]


class SpamMark(models.Model):
    """A person's judgement on the message that opened a ticket: spam, or none after all."""

    id = models.BigAutoField(primary_key=True)
    message = models.OneToOneField("tickets.Message", on_delete=models.CASCADE, related_name="spam_mark")
    spam = models.BooleanField()
    marked_by = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, db_index=False)
    marked_at = models.DateTimeField()

    class Meta:
        db_table = "channels_spam_mark"
        indexes = [models.Index(fields=["spam", "marked_at"], name="spam_mark_newest")]


class Learned(models.Model):
    """The one classifier there is: its weights and how good it was in cross-validation (`figures`)."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    weights = models.BinaryField()
    figures = models.JSONField(default=dict)
    learned_at = models.DateTimeField()

    class Meta:
        db_table = "channels_learned"


class ScanState(models.TextChoices):
    """What the virus scanner said. `missed`: it could not be asked."""

    CLEAN = "clean", pgettext_lazy("virus scan", "Clean")
    INFECTED = "infected", pgettext_lazy("virus scan", "Infected")
    MISSED = "missed", pgettext_lazy("virus scan", "Not scanned")


class FileScan(models.Model):
    """The verdict on one content, known by its digest. `found` is the virus's name, or why it could not be scanned."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    state = models.CharField(max_length=8, choices=ScanState)
    found = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=1)
    scanned_at = models.DateTimeField()

    class Meta:
        db_table = "channels_file_scan"
        indexes = [models.Index(fields=["state", "scanned_at"], name="file_scan_state")]
