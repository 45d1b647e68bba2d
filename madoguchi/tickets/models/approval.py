"""Approvals (承認): answers that wait for a colleague's consent before anything leaves."""

from django.db import models
from django.utils.translation import pgettext_lazy


class ApprovalState(models.TextChoices):
    """What became of a request."""

    PENDING = "pending", pgettext_lazy("approval", "Waiting")
    APPROVED = "approved", pgettext_lazy("approval", "Approved")
    RETURNED = "returned", pgettext_lazy("approval", "Sent back")
    WITHDRAWN = "withdrawn", pgettext_lazy("approval", "Withdrawn")


class Approval(models.Model):
    """One request. `letter` is the whole answer (see `services.approving.Letter`); it becomes `message` when approved.

    `approver` is who was asked, empty for anybody who may; `note` is what the writer wants looked at, `comment` the
    answer of `decided_by`.
    """

    id = models.BigAutoField(primary_key=True)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="approvals")
    letter = models.JSONField()
    note = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="+")
    approver = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ApprovalState, default=ApprovalState.PENDING)
    decided_by = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True)
    edited = models.BooleanField(default=False)
    message = models.ForeignKey("tickets.Message", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "tickets_approval"
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], name="approval_one_pending", condition=models.Q(state=ApprovalState.PENDING)
            )
        ]
