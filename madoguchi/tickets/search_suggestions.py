"""What the search box offers while somebody types: the last word of the text, completed to a sign or its value."""

from django.utils.translation import get_language

from madoguchi.customers import searching as customers
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.text import fold
from madoguchi.tickets.search_signs import OFFERED, SIGNS, WORDS, names

MOST = 8


def suggestions(typed: str, *, by: Actor) -> list[str]:
    """Whole texts for the box, at most eight."""
    cut = max(typed.rfind(" "), typed.rfind("\u3000")) + 1
    before, last = typed[:cut], typed[cut:]
    minus, last = ("-", last[1:]) if last.startswith("-") else ("", last)
    head, colon, value = last.replace("：", ":", 1).partition(":")
    if colon:
        return [f"{before}{minus}{head}:{_quoted(name)}" for name in _values(head, value, by)]
    wanted = fold(last)
    place = OFFERED.get(get_language() or "", 0)
    offered = [words.split()[min(place, len(words.split()) - 1)] for words in WORDS.values()]
    return [f"{before}{minus}{word}:" for word in offered if wanted and fold(word).startswith(wanted)][:MOST]


def _values(head: str, value: str, by: Actor) -> list[str]:
    sign = SIGNS.get(fold(head))
    wanted = fold(value.strip('"'))
    if sign is None:
        return []
    if sign == "from":
        rows = customers.find(wanted, by=by, limit=MOST) if by.has(CustomerPermission.READ) else []
        return [row["name"] for row in rows]
    offered = names(sign)
    first = [name for name in offered if fold(name).startswith(wanted)]
    return [*first, *(name for name in offered if wanted in fold(name) and name not in first)][:MOST]


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name or "\u3000" in name else name
