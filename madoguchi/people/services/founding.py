"""The beginning of an installation: its name, its roles, its first team and first administrator. Happens once."""

from dataclasses import dataclass

from django.db import transaction

from madoguchi.kernel import settings
from madoguchi.kernel.actors import SYSTEM, Actor
from madoguchi.kernel.errors import Conflict, Invalid
from madoguchi.kernel.text import one_line
from madoguchi.people.models import Agent, Team
from madoguchi.people.services import agents, auditing, roles, teams


class AlreadyFounded(Conflict):
    """Somebody works here already; an administrator invites further people."""


@dataclass(frozen=True, slots=True)
class Founded:
    """What there is to begin with."""

    administrator: Agent
    team: Team


def is_founded() -> bool:
    """Whether anybody can sign in."""
    return Agent.objects.exists()


@transaction.atomic
def found(
    *,
    company_name: str,
    team_name: str,
    name: str,
    email: str,
    password: str,
    language: str = "ja",
    time_zone: str = "Asia/Tokyo",
    by: Actor = SYSTEM,
) -> Founded:
    """Makes the beginning. Of two who try at once, one gets AlreadyFounded. Raises Invalid for a wrong value."""
    company_name = one_line(company_name)[:120]
    if not company_name:
        raise Invalid(field="company_name", reason="empty")
    if not settings.claim("founded", True) or is_founded():
        raise AlreadyFounded
    settings.write("company.name", company_name)
    role = roles.install_defaults(by=by)["administrator"]
    team = teams.create(name=team_name, by=by)
    administrator = agents.create(
        email=email,
        name=name,
        role_id=role.id,
        team_ids=[team.id],
        language=language,
        time_zone=time_zone,
        password=password,
        by=by,
    )
    auditing.note("installation:found", by=by, subject_kind="installation", after={"company": company_name})
    return Founded(administrator, team)
