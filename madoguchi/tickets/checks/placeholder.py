"""A place that somebody meant to fill in is still empty."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.tickets.checks.base import WARN, Answer, Check, Finding

_EMPTY = re.compile(
    r"\{\{[^{}\n]*\}\}|[○◯〇●]{2,}|△△|××+|[＿_]{3,}|[［【\[](?:要確認|確認中|記入|名前|氏名|日付|T[O]DO)[^］】\]\n]{0,10}[］】\]]|\bX{3,}\b|\bT[O]DO\b"
)


def _look(answer: Answer) -> Finding | None:
    found = _EMPTY.search(answer.own)
    return Finding(_("A place is still to be filled in: %(words)s") % {"words": found[0][:40]}) if found else None


CHECK = Check(
    "placeholder_left",
    gettext_lazy("Placeholder left"),
    gettext_lazy("The text still holds ○○, {{…}} or the like."),
    WARN,
    _look,
)
