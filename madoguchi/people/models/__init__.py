"""Tables of people."""

from madoguchi.people.models.absence import Absence
from madoguchi.people.models.agent import Agent
from madoguchi.people.models.api_key import ApiKey
from madoguchi.people.models.audit import AuditLine
from madoguchi.people.models.invitation import Invitation
from madoguchi.people.models.role import Role
from madoguchi.people.models.team import Membership, Team

__all__ = ["Absence", "Agent", "ApiKey", "AuditLine", "Invitation", "Membership", "Role", "Team"]
