"""A letter as it stands on the page, and the words every installation begins with."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from madoguchi.tickets.models.letter import LetterKind

LONGEST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Every part in the order of the page; `addressee`, `sender`, `body` and `items` may have several lines."""

    date: str = ""
    addressee: str = ""
    sender: str = ""
    title: str = ""
    opening: str = ""
    body: str = ""
    ending: str = ""
    items: str = ""
    seal: bool = True

    def parts(self) -> dict[str, Any]:
        """By name."""
        return asdict(self)


def is_japanese(text: str) -> bool:
    """Whether a text has kana: then 記, 以上 and the seal belong to the form."""
    return any("\u3041" <= letter <= "\u30ff" for letter in text)


@dataclass(frozen=True, slots=True)
class Wording:
    """A template: what it is called and its words with placeholders. `id` is 0 for what comes with the product."""

    id: int
    name: str
    kind: str
    sender: str
    title: str
    opening: str
    body: str
    ending: str
    items: str


def usual() -> list[Wording]:
    """A letter of apology and one of warning in the language of the reader."""
    sender = _("{{company.name}}\nRepresentative: {{agent.name}}")
    return [
        Wording(
            0,
            _("Letter of apology"),
            LetterKind.APOLOGY,
            sender,
            _("Our apology"),
            pgettext("letter", "Dear customer,"),
            _(
                "Thank you for your continued custom.\n"
                "We sincerely apologise for the trouble we have caused you in the matter of “{{ticket.subject}}”.\n"
                "We have looked into how it came about, and take the measures below so that it does not happen again. "
                "We ask for your understanding and hope that we may serve you further."
            ),
            pgettext("letter", "Yours sincerely,"),
            _("1. Cause\n2. What we do for you\n3. What we change\n4. Contact: {{team.name}}, {{agent.name}}"),
        ),
        Wording(
            0,
            _("Letter of warning"),
            LetterKind.WARNING,
            sender,
            _("About your conduct towards our staff"),
            pgettext("letter", "Dear customer,"),
            _(
                "In the matter of “{{ticket.subject}}”, our staff were exposed to the conduct below, which goes beyond "
                "what is acceptable.\n"
                "We ask you to refrain from it. Should it go on, we shall end our contact with you and, where needed, "
                "turn to the police and to our lawyers."
            ),
            pgettext("letter", "Yours faithfully,"),
            _("1. When\n2. What was said or done\n3. Contact from now on: in writing only"),
        ),
    ]
