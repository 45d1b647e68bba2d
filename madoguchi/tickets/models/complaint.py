"""Complaints (クレーム): what a ticket has that is one, and the consents asked for on the way to its end."""

from django.db import models
from django.utils.translation import pgettext_lazy

from madoguchi.tickets.models.approval import ApprovalState


class Severity(models.IntegerChoices):
    """How grave a complaint is: what it means stands in `complaints.severity`."""

    MINOR = 1, pgettext_lazy("severity", "Minor")
    MODERATE = 2, pgettext_lazy("severity", "Moderate")
    SERIOUS = 3, pgettext_lazy("severity", "Serious")
    CRITICAL = 4, pgettext_lazy("severity", "Critical")


class Outcome(models.TextChoices):
    """What the customer said some days after the end."""

    FAN = "fan", pgettext_lazy("follow-up", "Became a fan")
    SATISFIED = "satisfied", pgettext_lazy("follow-up", "Satisfied")
    NEUTRAL = "neutral", pgettext_lazy("follow-up", "Neither")
    DISSATISFIED = "dissatisfied", pgettext_lazy("follow-up", "Not satisfied")
    UNREACHED = "unreached", pgettext_lazy("follow-up", "Could not be reached")


class ComplaintCause(models.Model):
    """A root cause that can be chosen."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "tickets_complaint_cause"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Complaint(models.Model):
    """The record of one. Facts, feelings and demand are kept apart, so that none is taken for another.

    `withdrawn_at`: it was none after all. `follow_up_at` is when to ask whether the customer is satisfied, set as the
    ticket is closed; `remind_at` the same until somebody was told; `outcome` the answer.
    """

    id = models.BigAutoField(primary_key=True)
    ticket = models.OneToOneField("tickets.Ticket", on_delete=models.CASCADE, related_name="complaint")
    severity = models.PositiveSmallIntegerField(choices=Severity)
    facts = models.TextField(blank=True)
    feelings = models.TextField(blank=True)
    demand = models.TextField(blank=True)
    cause = models.ForeignKey(ComplaintCause, on_delete=models.PROTECT, null=True, related_name="complaints")
    action = models.TextField(blank=True)
    action_owner = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, related_name="+")
    action_due_on = models.DateField(null=True)
    action_done_at = models.DateTimeField(null=True)
    by_kind = models.CharField(max_length=16)
    by_id = models.BigIntegerField(null=True)
    raised_at = models.DateTimeField(db_index=True)
    withdrawn_at = models.DateTimeField(null=True)
    follow_up_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    followed_up_at = models.DateTimeField(null=True)
    followed_up_by = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    outcome_note = models.TextField(blank=True)

    class Meta:
        db_table = "tickets_complaint"
        indexes = [
            models.Index(fields=["remind_at"], name="complaint_remind", condition=models.Q(remind_at__isnull=False)),
        ]


class ConsentKind(models.TextChoices):
    """What consent is asked for."""

    CLOSING = "closing", pgettext_lazy("consent", "Closing answer")
    COMPENSATION = "compensation", pgettext_lazy("consent", "Compensation")


class Consent(models.Model):
    """One request to end a complaint so, or to compensate. `needed` different people have to agree.

    `decisions` lists {"agent_id", "agreed", "comment", "at"} in their order; `amount` is in the smallest unit of money.
    """

    id = models.BigAutoField(primary_key=True)
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=12, choices=ConsentKind)
    words = models.TextField()
    amount = models.PositiveBigIntegerField(null=True)
    needed = models.PositiveSmallIntegerField()
    decisions = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=ApprovalState, default=ApprovalState.PENDING)
    asked_by = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "tickets_complaint_consent"
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "kind"],
                name="consent_one_pending",
                condition=models.Q(state=ApprovalState.PENDING),
            )
        ]
