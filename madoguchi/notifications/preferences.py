"""How each agent wants to be told of what: ways by kind, and when mail may come."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from madoguchi.notifications.models import Preference
from madoguchi.notifications.texts import TEXTS


class Way(StrEnum):
    """Beside the bell, which always has the line."""

    DESKTOP = "desktop"
    PUSH = "push"
    MAIL = "mail"


class MailRhythm(StrEnum):
    """When mail comes; at once means within a minute."""

    OFF = "off"
    ONCE = "once"
    HOURLY = "hourly"
    DAILY = "daily"


URGENT = frozenset({"commitment.overdue", "message.failed"})
"""Told by mail outside working hours too, as is everything about a ticket of the highest priority."""


def defaults(kind: str) -> frozenset[Way]:
    """Every way, for a kind about which nothing was said."""
    return frozenset(Way)


def ways(preference: Preference | None, kind: str) -> frozenset[Way]:
    """The ways an agent wants for a kind. Mail counts only when it is switched on at all."""
    said = preference.ways.get(kind) if preference is not None else None
    wanted = defaults(kind) if said is None else frozenset(Way(way) for way in said if way in list(Way))
    mail = preference is not None and preference.mail != MailRhythm.OFF
    return wanted if mail else wanted - {Way.MAIL}


def of(agent_id: int) -> Preference:
    """The agent's preference, unsaved when there is none yet."""
    return Preference.objects.filter(pk=agent_id).first() or Preference(agent_id=agent_id)


def of_all(agent_ids: Iterable[int]) -> dict[int, Preference]:
    """Preferences by agent, of those who have one."""
    return Preference.objects.in_bulk(list(agent_ids))


def checked_ways(given: dict[str, Any]) -> dict[str, list[str]]:
    """Only kinds and ways that exist; a kind that is as by default is left out."""
    known = {kind: sorted({way for way in given[kind] if way in list(Way)}) for kind in TEXTS if kind in given}
    return {kind: found for kind, found in known.items() if set(found) != defaults(kind)}
