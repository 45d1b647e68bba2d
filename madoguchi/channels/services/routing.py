"""Which inbox an address belongs to, and through which inbox an answer leaves."""

import re

from madoguchi.channels import registry
from madoguchi.channels.base.adapter import Can
from madoguchi.channels.models import Inbox
from madoguchi.kernel import prepared

_SPLIT = re.compile(r"[\s,;]+")


def inbox_for(address: str) -> Inbox | None:
    """The active mail inbox that receives mail for `address`: its own address, an alias, or either with a +tag."""
    wanted = fold(address)
    if "@" not in wanted:
        return None
    for inbox in Inbox.objects.filter(kind="mail", active=True):
        if wanted in addresses_of(inbox):
            return inbox
    return None


def way_out(inbox_id: int | None) -> Inbox | None:
    """The inbox an answer leaves through: the given one when it can send, the one it names, else the first that can."""
    inbox = (
        prepared.first("active", lambda number: Inbox.objects.filter(pk=number, active=True).order_by(), inbox_id)
        if inbox_id is not None
        else None
    )
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
    aliases = _SPLIT.split(str(inbox.settings.get("aliases") or ""))
    return frozenset(fold(address) for address in (inbox.address, *aliases) if address)


def fold(address: str) -> str:
    """An address without its +tag, in lower case."""
    local, _at, domain = address.strip().strip("<>").lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" if local else domain


def _can_send(inbox: Inbox) -> bool:
    adapter = registry.find(inbox.kind)
    return adapter is not None and Can.SEND in adapter.can and inbox.settings.get("way_out") != "none"
