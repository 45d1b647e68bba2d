"""Roles: dotted permissions and the read ladder."""

from django.db import models

from madoguchi.kernel.actors import Ladder


class Role(models.Model):
    """What its agents may do. `permissions` is a list of dotted names, or ["*"] for everything.

    `code` names a default role whatever the language in which it was installed.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80, unique=True)
    permissions = models.JSONField(default=list)
    ladder = models.CharField(max_length=12, default=Ladder.TEAM)
    code = models.CharField(max_length=20, unique=True, null=True)
    built_in = models.BooleanField(default=False)

    class Meta:
        db_table = "people_role"

    def __str__(self) -> str:
        return self.name
