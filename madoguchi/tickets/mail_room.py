"""What the mail room asks about messages: to whom one is written, and on which ticket a stored mail is shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from madoguchi.kernel import prepared
from madoguchi.tickets.models import Message

_known: ContextVar[Message | None] = ContextVar("message_known", default=None)


def addressed(message_id: int) -> tuple[str, list[dict[str, str]]]:
    """A message's subject and everybody it is written to."""
    known = _known.get()
    if known is not None and known.id == message_id:
        return known.subject, [*known.to, *known.cc, *known.bcc]
    subject, to, cc, bcc = prepared.rows("addressed", _addressed, message_id)[0]
    return subject, [*to, *cc, *bcc]


@contextmanager
def known(message: Message) -> Iterator[None]:
    """Spares `addressed` the reading of a message that was written a moment ago. For telling of it alone."""
    token = _known.set(message)
    try:
        yield
    finally:
        _known.reset(token)


def ticket_of_raw(raw_id: int) -> int | None:
    """The ticket on which a stored mail is shown now, wherever it was moved to."""
    return Message.objects.filter(raw_id=raw_id).values_list("ticket_id", flat=True).first()


def is_shown() -> Exists:
    """For a query over stored mails: whether a ticket shows it."""
    return Exists(Message.objects.filter(raw_id=OuterRef("pk")))


def _addressed(message_id: int) -> "QuerySet[Message, Any]":
    return Message.objects.filter(pk=message_id).values_list("subject", "to", "cc", "bcc")
