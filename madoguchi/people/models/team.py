"""Teams and who belongs to them."""

from django.db import models


class Team(models.Model):
    """A group of agents that answers together. `tier` is its step on the escalation ladder (1 = first line)."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80, unique=True)
    description = models.CharField(max_length=300, blank=True)
    tier = models.PositiveSmallIntegerField(default=1)
    active = models.BooleanField(default=True)
    agents = models.ManyToManyField("people.Agent", through="people.Membership", related_name="teams")

    class Meta:
        db_table = "people_team"
        ordering = ["tier", "id"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """An agent in a team; a leader sees the team's figures."""

    id = models.BigAutoField(primary_key=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="memberships")
    leader = models.BooleanField(default=False)

    class Meta:
        db_table = "people_membership"
        constraints = [models.UniqueConstraint(fields=["team", "agent"], name="membership_once")]
