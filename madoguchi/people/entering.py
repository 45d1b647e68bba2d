"""Whose session this is: the agent with role, teams and rights, in one plain statement, for it runs on every page.

Not for: signing in (allauth does) or API keys (see services.api_keys).
"""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection, models
from django.utils.crypto import constant_time_compare

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
    with connection.cursor() as cursor:
        cursor.execute(_statement(connection.vendor), [agent_id])
        row = cursor.fetchone()
    if row is None:
        return None
    mine, his = _columns(Agent), _columns(Role)
    agent = Agent.from_db(connection.alias, [f.attname for f in mine], _values(mine, row))
    if not agent.is_active or not _same_password(session, agent):
        return None
    agent.role = Role.from_db(connection.alias, [f.attname for f in his], _values(his, row[len(mine) :]))
    return agent, actor_with(agent, team_ids=frozenset(int(part) for part in (row[-1] or "").split(",") if part))


def _same_password(session: SessionBase, agent: Agent) -> bool:
    given = session.get(HASH_SESSION_KEY, "")
    return bool(given) and constant_time_compare(given, agent.get_session_auth_hash())


@cache
def _columns(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.DateTimeField)]


@cache
def _statement(vendor: str) -> str:
    columns = [f"a.{f.column}" for f in _columns(Agent)] + [f"r.{f.column}" for f in _columns(Role)]
    teams = "string_agg(m.team_id::text, ',')" if vendor == "postgresql" else "group_concat(m.team_id)"
    return (
        f"SELECT {', '.join(columns)}, (SELECT {teams} FROM people_membership m WHERE m.agent_id = a.id)"
        " FROM people_agent a JOIN people_role r ON r.id = a.role_id WHERE a.id = %s"
    )


def _values(fields: Sequence["models.Field[Any, Any]"], row: Sequence[Any]) -> list[Any]:
    return [_value(field, raw) for field, raw in zip(fields, row, strict=False)]


def _value(field: "models.Field[Any, Any]", raw: Any) -> Any:
    if isinstance(field, models.JSONField):
        return json.loads(raw) if isinstance(raw, str) else raw
    return bool(raw) if isinstance(field, models.BooleanField) else raw
