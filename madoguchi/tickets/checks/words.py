"""Words that must not leave the house; administrators keep the list."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.kernel.text import fold
from madoguchi.tickets.checks.base import STOP, WARN, Answer, Check, Finding

HARD = "!"


def _look(answer: Answer) -> Finding | None:
    if not answer.words:
        return None
    text = fold(answer.own)
    found = [word for word in answer.words if (key := fold(word.lstrip(HARD))) and key in text]
    if not found:
        return None
    hard = [word for word in found if word.startswith(HARD)]
    named = "、".join(word.lstrip(HARD).strip() for word in hard or found)
    return Finding(
        _("The text holds words that are not to be used: %(words)s") % {"words": named}, STOP if hard else ""
    )


CHECK = Check(
    "forbidden_word",
    gettext_lazy("Forbidden words"),
    gettext_lazy("The text holds a word of the list below."),
    WARN,
    _look,
    may_stop=True,
)
