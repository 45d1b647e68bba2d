"""Abusive contacts (カスハラ): what was done to an agent, and what we do about it."""

from django.db import models
from django.utils.translation import pgettext_lazy


class AbuseKind(models.TextChoices):
    """Kinds of conduct, after the guidance of the Ministry of Health, Labour and Welfare for employers."""

    VERBAL = "verbal", pgettext_lazy("abuse", "Verbal abuse")
    THREAT = "threat", pgettext_lazy("abuse", "Threat")
    HOLDING = "holding", pgettext_lazy("abuse", "Held up for hours")
    DEMAND = "demand", pgettext_lazy("abuse", "Unreasonable demand")
    REPEATED = "repeated", pgettext_lazy("abuse", "Endless repetition")
    STALKING = "stalking", pgettext_lazy("abuse", "Stalking")
    DISCRIMINATION = "discrimination", pgettext_lazy("abuse", "Discrimination")
    SEXUAL = "sexual", pgettext_lazy("abuse", "Sexual harassment")
    EXPOSURE = "exposure", pgettext_lazy("abuse", "Exposure on social media")
    OTHER = "other", pgettext_lazy("abuse", "Other")


class StepKind(models.TextChoices):
    """What is done about it, the mildest first."""

    CALMED = "calmed", pgettext_lazy("abuse", "Talked over and settled")
    WARNED = "warned", pgettext_lazy("abuse", "Warned")
    REFUSED = "refused", pgettext_lazy("abuse", "Contact refused")
    POLICE = "police", pgettext_lazy("abuse", "Police or lawyer called in")
    LIFTED = "lifted", pgettext_lazy("abuse", "Warning lifted")


class AbusiveContact(models.Model):
    """One report. `message_ids` are the messages of the ticket that prove it; `minutes` how long it took.

    `lifted_at`: the customer carries no warning for it any more.
    """

    id = models.BigAutoField(primary_key=True)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="abusive_contacts")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=AbuseKind)
    note = models.TextField(blank=True)
    minutes = models.PositiveIntegerField(null=True)
    message_ids = models.JSONField(default=list)
    handed_to = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, related_name="+")
    reported_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tickets_abuse"


class AbuseStep(models.Model):
    """One step by a supervisor, with what was written or said."""

    id = models.BigAutoField(primary_key=True)
    contact = models.ForeignKey(AbusiveContact, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind)
    note = models.TextField(blank=True)
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        db_table = "tickets_abuse_step"


class CoolOff(models.Model):
    """An agent's break from new work after an abusive contact, and from its customer."""

    id = models.BigAutoField(primary_key=True)
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(AbusiveContact, on_delete=models.CASCADE, related_name="cool_offs")
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tickets_cool_off"
