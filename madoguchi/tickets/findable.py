"""What of tickets is findable, for cutting it anew (kernel.recutting). Not for: writing it (recording does)."""

from collections.abc import Mapping, Sequence

from madoguchi.kernel import recutting
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.recording import SEARCH_SCOPE


def texts(part: str, ids: Sequence[int]) -> Mapping[int, str]:
    """The words of messages, each with its ticket's subject, or of subjects."""
    if part == "subject":
        return dict(Ticket.objects.filter(pk__in=ids).values_list("id", "subject"))
    rows = Message.objects.filter(pk__in=ids).values_list("id", "ticket__subject", "text")
    return {number: f"{subject}\n{text}" for number, subject, text in rows}


recutting.texts_of(SEARCH_SCOPE, texts)
