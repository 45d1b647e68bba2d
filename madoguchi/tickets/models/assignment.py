"""Who was in charge, from when to when."""

from django.db import models


class Assignment(models.Model):
    """One stretch of responsibility; the running one has no `ended_at`."""

    id = models.BigAutoField(primary_key=True)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="assignments")
    team = models.ForeignKey("people.Team", on_delete=models.SET_NULL, null=True, db_index=False)
    agent = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, db_index=False)
    by_kind = models.CharField(max_length=16)
    by_id = models.BigIntegerField(null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tickets_assignment"
