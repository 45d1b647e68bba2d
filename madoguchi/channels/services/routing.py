"""Which inbox an address belongs to, and through which inbox an answer leaves."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import QuerySet

from madoguchi.channels import registry
from madoguchi.channels.base.adapter import Can
from madoguchi.channels.models import Inbox
from madoguchi.kernel import prepared

_known: ContextVar[Inbox | None] = ContextVar("inbox_known", default=None)
_SPLIT = re.compile(r"[\s,;]+")


def inbox_for(address: str) -> Inbox | None:
    """The active mail inbox that receives mail for `address`: its own address, an alias, or either with a +tag."""
    inbox_id = inbox_id_for(address)
    return Inbox.objects.filter(pk=inbox_id).first() if inbox_id is not None else None


def inbox_id_for(address: str) -> int | None:
    """As `inbox_for`, only its id. Plain: the doors ask for every recipient."""
    wanted = fold(address)
    if "@" not in wanted:
        return None
    for inbox_id, own, settings in prepared.rows("receiving", _receiving):
        if wanted in _folded(own, settings):
            return int(inbox_id)
    return None


def _receiving() -> "QuerySet[Inbox, tuple[int, str, dict[str, Any]]]":
    return Inbox.objects.filter(kind="mail", active=True).values_list("id", "address", "settings")


def way_out(inbox_id: int | None) -> Inbox | None:
    """The inbox an answer leaves through: the given one when it can send, the one it names, else the first that can."""
    known = _known.get()
    if known is not None and known.id == inbox_id:
        return way_out_of(known)
    wanted = Inbox.objects.order_by()
    return way_out_of(
        prepared.first("way out", lambda number: wanted.filter(pk=number), inbox_id) if inbox_id is not None else None
    )


@contextmanager
def known(inbox: Inbox | None) -> Iterator[None]:
    """Spares `way_out` the reading of an inbox that was read a moment ago. For one answer, never for longer."""
    token = _known.set(inbox)
    try:
        yield
    finally:
        _known.reset(token)


def way_out_of(inbox: Inbox | None) -> Inbox | None:
    """As `way_out`, of an inbox that was read already."""
    inbox = inbox if inbox is not None and inbox.active else None
    if inbox is not None and _can_send(inbox):
        return inbox
    named = inbox.settings.get("answer_inbox") if inbox is not None else None
    if named:
        answers = Inbox.objects.filter(pk=int(named), active=True).first() if str(named).isdigit() else None
        if answers is not None and _can_send(answers):
            return answers
    return next((other for other in Inbox.objects.filter(active=True).order_by("id") if _can_send(other)), None)


def addresses_of(inbox: Inbox) -> frozenset[str]:
    """The folded addresses an inbox answers to."""
    return _folded(inbox.address, inbox.settings)


def _folded(own: str, settings: dict[str, Any]) -> frozenset[str]:
    aliases = _SPLIT.split(str(settings.get("aliases") or ""))
    return frozenset(fold(address) for address in (own, *aliases) if address)


def fold(address: str) -> str:
    """An address without its +tag, in lower case."""
    local, _at, domain = address.strip().strip("<>").lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" if local else domain


def _can_send(inbox: Inbox) -> bool:
    adapter = registry.find(inbox.kind)
    return adapter is not None and Can.SEND in adapter.can and inbox.settings.get("way_out") != "none"
