"""Escalations with their hand-over record (T04)."""

from django.db import models


class Escalation(models.Model):
    """What was asked, what was tried, what is wanted by when; handed back with `answer`, or taken back.

    It stands while `returned_at` is empty; a withdrawn one is returned too, without any answer.
    """

    id = models.BigAutoField(primary_key=True)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="escalations")
    from_team = models.ForeignKey("people.Team", on_delete=models.SET_NULL, null=True, related_name="+")
    from_agent = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, related_name="+")
    to_team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="+")
    to_agent = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, related_name="+")
    from_tier = models.PositiveSmallIntegerField()
    to_tier = models.PositiveSmallIntegerField()
    asked = models.TextField()
    tried = models.TextField(blank=True)
    wanted = models.TextField()
    due_at = models.DateTimeField(null=True)
    by_kind = models.CharField(max_length=16)
    by_id = models.BigIntegerField(null=True)
    escalated_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    returned_at = models.DateTimeField(null=True)
    returned_by_id = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tickets_escalation"
