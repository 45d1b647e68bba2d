"""What agents change about themselves. Never rights: the fields are listed, anything else is refused."""

import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor, ActorKind
from madoguchi.kernel.errors import Invalid, NotAllowed
from madoguchi.kernel.events import publish
from madoguchi.kernel.text import one_line
from madoguchi.people.events import AgentUpdated
from madoguchi.people.models import Agent

LONGEST_SIGNATURE = 2_000
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_KEY = re.compile(r"[^\s\w]|[a-zA-Z0-9]|")
_ACTION = re.compile(r"[a-z_]{1,20}")
PREFERENCES: dict[str, type | tuple[str, ...]] = {
    "theme": ("system", "light", "dark"),
    "density": ("comfortable", "compact"),
    "shortcuts": bool,
    "plain_text": bool,
    "notify_by_sound": bool,
    "undo_seconds": int,
    "after_close": ("next", "list", "stay"),
    "list_width": int,
    "panel_width": int,
    "offline_reading": bool,
    "keys": dict,
    "hours": dict,
}


def _are_hours(value: dict[str, Any]) -> bool:
    days = value.get("days")
    if set(value) != {"days", "from", "to"} or not isinstance(days, list):
        return False
    times = [value["from"], value["to"]]
    return set(days) <= set(range(7)) and all(isinstance(one, str) and _TIME.fullmatch(one) for one in times)


def _are_keys(value: dict[str, Any]) -> bool:
    """{action: one sign, or nothing for none}; no sign twice."""
    signs = [sign for sign in value.values() if sign]
    fits = all(isinstance(sign, str) and _KEY.fullmatch(sign) for sign in value.values())
    return fits and len(value) < 60 and len(set(signs)) == len(signs) and all(map(_ACTION.fullmatch, value))


CHECKED: dict[str, Callable[[Any], bool]] = {"hours": _are_hours, "keys": _are_keys}


@transaction.atomic
def update_profile(
    agent_id: int,
    *,
    name: str | None = None,
    kana: str | None = None,
    language: str | None = None,
    time_zone: str | None = None,
    signature: str | None = None,
    preferences: dict[str, Any] | None = None,
    by: Actor,
) -> Agent:
    """Changes one's own name, language, time zone, signature and preferences; None keeps a value."""
    if by.kind is not ActorKind.AGENT or by.agent_id != agent_id:
        raise NotAllowed(permission="agent:manage")
    agent = Agent.objects.select_for_update(of=("self",)).get(pk=agent_id)
    changed: dict[str, Any] = {}
    if name is not None:
        changed["name"] = one_line(name)[:80]
        if not changed["name"]:
            raise Invalid(field="name", reason=_("must not be empty"))
    if kana is not None:
        changed["kana"] = one_line(kana)[:80]
    if language is not None:
        changed["language"] = _language(language)
    if time_zone is not None:
        changed["time_zone"] = _time_zone(time_zone)
    if signature is not None:
        changed["signature"] = signature[:LONGEST_SIGNATURE].replace("\r\n", "\n")
    if preferences is not None:
        changed["preferences"] = {**agent.preferences, **_preferences(preferences)}
    changed = {field: value for field, value in changed.items() if getattr(agent, field) != value}
    if changed:
        for field, value in changed.items():
            setattr(agent, field, value)
        agent.save(update_fields=list(changed))
        publish(AgentUpdated(agent_id=agent.id, changed=sorted(changed)), by=by)
    return agent


def seen(agent_id: int) -> None:
    """Remembers that the agent is here; at most one write a minute."""
    now = clock.now()
    Agent.objects.filter(pk=agent_id).exclude(last_seen_at__gt=now.replace(second=0, microsecond=0)).update(
        last_seen_at=now
    )


def _language(language: str) -> str:
    if language not in dict(settings.LANGUAGES):
        raise Invalid(field="language", reason=language)
    return language


def _time_zone(time_zone: str) -> str:
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid(field="time_zone", reason=one_line(time_zone)[:40]) from error
    return time_zone


def _preferences(given: dict[str, Any]) -> dict[str, Any]:
    for name, value in given.items():
        allowed = PREFERENCES.get(name)
        fits = value in allowed if isinstance(allowed, tuple) else allowed is not None and type(value) is allowed
        fits = fits and (name not in CHECKED or CHECKED[name](value))
        if not fits:
            raise Invalid(field=one_line(name)[:40], reason=one_line(str(value))[:40])
    return given
