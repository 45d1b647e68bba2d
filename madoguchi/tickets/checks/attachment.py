"""The text speaks of an attachment, but there is none."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.tickets.checks.base import WARN, Answer, Check, Finding

# What the customer attached, or shall attach, is not ours: 添付いただいた, 添付してください, you attached.
_OURS = re.compile(
    r"(?<!ご)添付(?!(?:して)?(?:いただ|頂|くださ|下さ|され)|のうえ|の上)"
    r"|(?<!you )(?<!your )\b(?:attached|attachments?|enclosed)\b",
    re.IGNORECASE,
)


def _look(answer: Answer) -> Finding | None:
    if answer.file_count or not _OURS.search(answer.own):
        return None
    return Finding(_("The text speaks of an attachment, but there is none."))


CHECK = Check(
    "attachment_missing",
    gettext_lazy("Attachment forgotten"),
    gettext_lazy("The text says that something is attached, but nothing is."),
    WARN,
    _look,
)
