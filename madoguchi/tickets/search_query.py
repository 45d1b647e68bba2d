"""What somebody typed into the search box, read: words, phrases, unwanted words, and conditions such as `tag:返品`.

A sign is a word and a colon, in English or Japanese whatever the language of the page; what looks like one and is none
(10:30, https://…) is a word. Not for: what the signs mean (see search_signs).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from madoguchi.kernel import search
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.kernel.text import fold
from madoguchi.tickets.search_signs import SIGNS, meaning

MOST_CONDITIONS = 20
_EITHER = frozenset({"OR", "ＯＲ", "|", "｜", "または"})
_TOKEN = re.compile(
    r"(?P<minus>[-－−](?=[^\s\-－−]))?"
    r"(?:(?P<sign>[^\s:：\"“”]{1,12})[:：](?=[^\s/]))?"
    r"(?:[\"“”](?P<phrase>[^\"“”]*)[\"“”]?|(?P<plain>\S+))"
)


@dataclass(frozen=True, slots=True)
class Query:
    """All `words` must occur, none of `without`; `where` narrows the tickets; `any_status`: spam and bin as well."""

    words: list[search.Word] = field(default_factory=list)
    without: list[search.Word] = field(default_factory=list)
    where: Q = field(default_factory=Q)
    any_status: bool = False

    def __bool__(self) -> bool:
        return bool(self.words or self.without or self.where)


@dataclass(frozen=True, slots=True)
class _Part:
    """A word or a condition, and whether it is unwanted."""

    said: search.Word | Q
    unwanted: bool
    of_status: bool = False


def read(typed: str, *, by: Actor) -> Query:
    """Raises Invalid, naming the sign, for a value that does not exist."""
    groups = list(_groups(typed, by))
    words: list[search.Word] = []
    without: list[search.Word] = []
    where, any_status, conditions = Q(), False, 0
    for group in groups:
        any_status = any_status or any(part.of_status and not part.unwanted for part in group)
        several = [part.said for part in group if isinstance(part.said, search.Word)]
        narrowing = [~part.said if part.unwanted else part.said for part in group if isinstance(part.said, Q)]
        if several and narrowing:
            raise Invalid(field="OR", reason=_("put words beside words, or conditions beside conditions"))
        if narrowing:
            conditions += 1
            where &= reduce(or_, narrowing)
        elif len(group) > 1 and any(part.unwanted for part in group):
            raise Invalid(field="OR", reason=_("what is unwanted cannot be one of several"))
        else:
            (without if group[0].unwanted else words).append(search.either(several))
    if conditions > MOST_CONDITIONS:
        raise Invalid(field="q", reason=_("there are too many (at most %(count)s)") % {"count": MOST_CONDITIONS})
    unique = list({word.folded: word for word in words}.values())
    return Query(unique[: search.MOST_WORDS], without[: search.MOST_WORDS], where, any_status)


def plain(typed: str) -> str:
    """The wanted words alone, for marking them in what is shown."""
    kept = []
    for match in _TOKEN.finditer(typed):
        if not match["minus"] and not (match["sign"] and fold(match["sign"]) in SIGNS) and match[0] not in _EITHER:
            kept.append(match["phrase"] or match[0])
    return " ".join(kept)


def _groups(typed: str, by: Actor) -> Iterator[list[_Part]]:
    """Parts that stand beside OR together, all others alone."""
    group: list[_Part] = []
    joined = False
    for match in _TOKEN.finditer(typed):
        if match[0] in _EITHER:
            joined = bool(group)
            continue
        for part in _parts(match, by):
            if group and not joined:
                yield group
                group = []
            group.append(part)
            joined = False
    if group:
        yield group


def _parts(match: re.Match[str], by: Actor) -> Iterator[_Part]:
    unwanted = bool(match["minus"])
    sign = SIGNS.get(fold(match["sign"] or ""))
    value = match["phrase"] if match["phrase"] is not None else match["plain"]
    if sign is not None:
        if value.strip():
            yield _Part(meaning(sign, match["sign"], value.strip(), by=by), unwanted, sign == "status")
    elif match["phrase"] is not None and not match["sign"]:
        if fold(value):
            yield _Part(search.phrase(value), unwanted)
    else:
        typed = match[0].removeprefix(match["minus"] or "")
        for word in search.words(typed):
            yield _Part(word, unwanted)
