"""The single-key shortcuts of the desk: what each does, its usual key, and the key an agent has given it."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from madoguchi.people.models import Agent

ACTIONS: tuple[tuple[str, str, str | Promise], ...] = (
    ("next", "j", _("Next ticket")),
    ("previous", "k", _("Previous ticket")),
    ("reply", "r", _("Reply")),
    ("note", "n", _("Internal note")),
    ("close", "e", _("Close or reopen, and go on")),
    ("assign", "a", _("Assign")),
    ("tags", "t", _("Tags")),
    ("status", "s", _("Status")),
    ("hold", "h", _("Put on hold until…")),
    ("why", "w", _("Why is this message in this ticket?")),
    ("quotes", "q", _("Quotes and signature of the message")),
    ("choose", "x", _("Choose for a bulk change")),
    ("panel", "i", _("Customer panel")),
    ("create", "c", _("New ticket")),
    ("take", "g", _("Take the next one")),
    ("search", "/", _("Search tickets")),
    ("keys", "?", _("List of shortcuts")),
)
USUAL = {action: key for action, key, _label in ACTIONS}


def of(agent: Agent) -> dict[str, str]:
    """{action: key}; an empty key is none."""
    return merged(agent.preferences.get("keys", {}))


def merged(own: Mapping[str, Any]) -> dict[str, str]:
    """The usual keys with one's own over them; of two actions with one key, the one that was chosen has it."""
    chosen = {action: str(key) for action, key in own.items() if action in USUAL}
    taken = set(chosen.values())
    usual = {action: "" if key in taken else key for action, key in USUAL.items() if action not in chosen}
    return {action: {**usual, **chosen}[action] for action in USUAL}
