"""Where in a found ticket the words stand: a piece of its newest message that holds one, with the words marked."""

import re
from collections.abc import Sequence

from madoguchi.kernel import search
from madoguchi.kernel.text.marking import Piece, marked
from madoguchi.tickets import search_query
from madoguchi.tickets.models import Message
from madoguchi.tickets.recording import SEARCH_SCOPE

LENGTH = 110
BEFORE = 24
LONGEST_LOOKED_THROUGH = 20_000
_CORE = re.compile(r"[一-龠々ァ-ヺー]+|[a-z0-9]+", re.IGNORECASE)


def excerpts(ids: Sequence[int], typed: str) -> dict[int, list[Piece]]:
    """By ticket its excerpt in pieces (see kernel.text.marking); none where only a subject or a customer fits.

    `ids` are what search_tickets found for the same text: whoever asks may see them.
    """
    wanted = search_query.plain(typed)
    places = search.saying(SEARCH_SCOPE, search.words(wanted), ids)
    messages = {part_id: ticket_id for ticket_id, (part, part_id) in places.items() if part == "message"}
    rows = Message.objects.filter(pk__in=list(messages)).values_list("id", "reply_text", "text")
    return {messages[number]: _excerpt(new, whole, wanted) for number, new, whole in rows}


def subject(text: str, typed: str) -> list[Piece]:
    """A subject in pieces."""
    return marked(text, search_query.plain(typed))


def _excerpt(new: str, whole: str, wanted: str) -> list[Piece]:
    cores = [match[0].lower() for match in _CORE.finditer(wanted)] or [wanted.lower()]
    for text in (new, whole):
        line = " ".join(text[:LONGEST_LOOKED_THROUGH].split())
        places = [
            place for core in cores for cut in (core, core[:2], core[:1]) if (place := line.lower().find(cut)) >= 0
        ]
        if places:
            return _around(line, places[0], wanted)
    return _around(" ".join((new or whole)[:LONGEST_LOOKED_THROUGH].split()), 0, wanted)


def _around(line: str, place: int, wanted: str) -> list[Piece]:
    start = max(0, place - BEFORE)
    pieces = marked(line[start : start + LENGTH], wanted)
    return [("…", False), *pieces] if start else pieces
