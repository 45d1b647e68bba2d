"""A program hands over a mail as it came."""

from dataclasses import dataclass

from madoguchi.channels.errors import EmptyMail
from madoguchi.channels.models import Inbox
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.services import storing
from madoguchi.kernel.actors import SYSTEM, Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.people.permissions import require


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What became of it so far. `ticket_id` is known only for bytes that had come before."""

    raw_id: int
    content_id: str
    state: str
    ticket_id: int | None


def hand_over(inbox_id: int, *, content: bytes, by: Actor) -> HandedOver:
    """Stores a mail for an active mail inbox; the same bytes once. Raises NotFound, EmptyMail."""
    require(by, ChannelPermission.RAW_HAND_OVER)
    if not Inbox.objects.filter(pk=inbox_id, kind="mail", active=True).exists():
        raise NotFound
    if not content.strip():
        raise EmptyMail
    raw = storing.store_raw(inbox_id, content=content, door="http", envelope={"handed_over_by": by.name}, by=SYSTEM)
    return HandedOver(raw.id, raw.content_id, raw.state, raw.ticket_id)
