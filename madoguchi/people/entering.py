"""Whose session this is: the agent with role, teams and rights, in one plain statement, for it runs on every page.

Not for: signing in (allauth does) or API keys (see services.api_keys).
"""

import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import models
from django.utils.crypto import constant_time_compare

from madoguchi.kernel import rows, statements
from madoguchi.kernel.actors import Actor
from madoguchi.people.models import Agent, Role
from madoguchi.people.permissions import actor_with


def enter(session: SessionBase) -> tuple[Agent, Actor] | None:
    """The signed-in agent and their rights; None for a session of nobody, of an inactive agent or of an old password.

    Columns of times are left out and read on first use.
    """
    try:
        agent_id = int(session[SESSION_KEY])
    except (KeyError, ValueError):
        return None
    row = statements.run(_statement(statements.on_sqlite()), [agent_id]).fetchone()
    if row is None:
        return None
    agent = rows.read(Agent, _names(Agent), _values(Agent, row))
    if not agent.is_active or not _same_password(session, agent):
        return None
    agent.role = rows.read(Role, _names(Role), _values(Role, row[len(_names(Agent)) :]))
    return agent, actor_with(agent, team_ids=frozenset(int(part) for part in (row[-1] or "").split(",") if part))


def _same_password(session: SessionBase, agent: Agent) -> bool:
    given = session.get(HASH_SESSION_KEY, "")
    return bool(given) and constant_time_compare(given, agent.get_session_auth_hash())


@cache
def _columns(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.DateTimeField)]


@cache
def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in _columns(model)]


@cache
def _statement(sqlite: bool) -> str:
    columns = [f"a.{f.column}" for f in _columns(Agent)] + [f"r.{f.column}" for f in _columns(Role)]
    teams = "group_concat(m.team_id)" if sqlite else "string_agg(m.team_id::text, ',')"
    return (
        f"SELECT {', '.join(columns)}, (SELECT {teams} FROM people_membership m WHERE m.agent_id = a.id)"
        " FROM people_agent a JOIN people_role r ON r.id = a.role_id WHERE a.id = %s"
    )


def _values(model: type[models.Model], row: Sequence[Any]) -> list[Any]:
    values = list(row[: len(_columns(model))])
    for place, read in _readers(model):
        values[place] = read(values[place])
    return values


@cache
def _readers(model: type[models.Model]) -> list[tuple[int, Callable[[Any], Any]]]:
    kinds: tuple[tuple[type, Callable[[Any], Any]], ...] = ((models.JSONField, _plain), (models.BooleanField, bool))
    columns = list(enumerate(_columns(model)))
    return [(place, read) for place, field in columns for kind, read in kinds if isinstance(field, kind)]


def _plain(raw: Any) -> Any:
    return json.loads(raw) if isinstance(raw, str) else raw
