"""Agents: everybody who signs in to the desk."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class AgentManager(BaseUserManager["Agent"]):
    """Finds agents by their address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Agent":
        """The agent with this mail address."""
        return self.get(email__iexact=username)


class Agent(AbstractBaseUser):
    """A person who signs in. `kana` gives reading and sort order; `signature` goes under outgoing mail."""

    id = models.BigAutoField(primary_key=True)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    kana = models.CharField(max_length=80, blank=True)
    role = models.ForeignKey("people.Role", on_delete=models.PROTECT, related_name="agents")
    language = models.CharField(max_length=8, default="ja")
    time_zone = models.CharField(max_length=40, default="Asia/Tokyo")
    signature = models.TextField(blank=True)
    preferences = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[AgentManager] = AgentManager()

    class Meta:
        db_table = "people_agent"
        ordering = ["kana", "id"]

    def __str__(self) -> str:
        return self.name
