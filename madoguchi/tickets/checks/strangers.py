"""Another customer's name or company stands in the text: the slip of whoever copies from the last answer."""

import re
import unicodedata
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.kernel.text import name_key
from madoguchi.tickets import lately
from madoguchi.tickets.checks.base import WARN, Answer, Check, Finding
from madoguchi.tickets.lately import Named
from madoguchi.tickets.models import Message

_PERHAPS = re.compile(r"様|さま|さん|殿|御中|会社|㈱|\b(?:dear|mr|mrs|ms|inc|ltd|corp)\b", re.IGNORECASE)
_HONORIFIC = re.compile(r"様|さま|さん|殿")
_TITLE = re.compile(r"\b(?:mr|mrs|ms|dear)\b\.?\s+")
_LONGEST_NAME = 60
_CONVERSATION = 30


def _look(answer: Answer) -> Finding | None:
    if not _PERHAPS.search(answer.own):
        return None
    text, addressed = name_key(answer.own), _addressed(answer.own)
    around = "\n".join(addressed.before + addressed.after)
    innocent: set[str] = set()
    for other in lately.names(answer.by.agent_id or 0):
        if not (other.key in text or other.family in around) or other.key in innocent:
            continue
        if _is_named(other, text, addressed, answer) and not _spoken_of(answer, other.key):
            return Finding(_("“%(name)s” is named, who belongs to another customer’s tickets.") % {"name": other.said})
        innocent.add(other.key)
    return None


class _Addressed(NamedTuple):
    """What stands before 様 and the like, and what stands after Mr. and the like: NFKC, lower case."""

    before: list[str]
    after: list[str]


def _addressed(own: str) -> _Addressed:
    plain = unicodedata.normalize("NFKC", own).lower()
    before = [plain[max(0, found.start() - _LONGEST_NAME) : found.start()] for found in _HONORIFIC.finditer(plain)]
    after = [plain[found.end() : found.end() + _LONGEST_NAME] for found in _TITLE.finditer(plain)]
    return _Addressed([part.rstrip() for part in before], after)


def _is_named(other: Named, text: str, addressed: _Addressed, answer: Answer) -> bool:
    """By the whole name, or addressed by a family name that is not also that of somebody it goes to."""
    if any(other.key in known or known in other.key for known in answer.known):
        return False
    if len(other.key) >= 3 and other.key in text:
        return True
    family = other.family
    called = any(part.endswith(family) for part in addressed.before) or any(
        part.startswith(family) and not part[len(family) : len(family) + 1].isalnum() for part in addressed.after
    )
    return called and len(family) > 1 and not any(name_key(family) in known for known in answer.known)


def _spoken_of(answer: Answer, key: str) -> bool:
    """Whether the conversation itself names them: then it is no slip."""
    said = Message.objects.filter(ticket_id=answer.ticket_id).order_by("-id").values_list("text", flat=True)
    return any(key in name_key(text) for text in said[:_CONVERSATION])


CHECK = Check(
    "other_customer",
    gettext_lazy("Another customer named"),
    gettext_lazy("The text names a customer or company of another ticket that its writer worked on lately."),
    WARN,
    _look,
)
