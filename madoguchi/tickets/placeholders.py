"""Placeholders of macros and other written-by-staff texts: `{{customer.name}}` and nothing cleverer.

One pass over the text of the macro; values are put in as they are and never looked at again, so whatever a customer
writes into a name or a subject stays letters (security case 32). No expressions, no attributes, no filters.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_PLACE = re.compile(r"\{\{[ \t　]{0,8}([a-z][a-z_.]{0,40})[ \t　]{0,8}\}\}")
_LOOSE = re.compile(r"\{\{[^{}\n]{0,80}\}\}")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name one may write, what it stands for, and an example for the preview."""

    name: str
    label: str | Promise
    example: str


PLACEHOLDERS: tuple[Placeholder, ...] = (
    Placeholder("customer.name", _("Customer’s name"), "田中 太郎"),
    Placeholder("customer.honorific", _("Honorific after the name"), "様"),
    Placeholder("customer.company", _("Customer’s company"), "株式会社あおぞら商会"),
    Placeholder("customer.mail", _("Customer’s mail address"), "tanaka@example.jp"),
    Placeholder("ticket.number", _("Number of the ticket"), "1024"),
    Placeholder("ticket.reference", _("Reference of the ticket"), "K7QM-42XD"),
    Placeholder("ticket.subject", _("Subject"), "炊飯器の保温について"),
    Placeholder("ticket.category", _("Category"), "使い方"),
    Placeholder("agent.name", _("Your name"), "山本 花"),
    Placeholder("agent.signature", _("Your signature"), "お客様相談室 山本"),
    Placeholder("team.name", _("Team"), "お客様相談室"),
    Placeholder("company.name", _("Name of our company"), "みなと家電株式会社"),
    Placeholder("today", _("Today’s date"), "2026年11月21日"),
)
NAMES = frozenset(placeholder.name for placeholder in PLACEHOLDERS)


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with every known placeholder replaced once; unknown ones stay as they are written."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def example(text: str) -> str:
    """`text` as it would look, with example values."""
    return fill(text, {placeholder.name: placeholder.example for placeholder in PLACEHOLDERS})


def unknown(text: str) -> list[str]:
    """What looks like a placeholder but is none, in order, once each."""
    strange = []
    for loose in _LOOSE.findall(text):
        place = _PLACE.fullmatch(loose)
        if place is None or place[1] not in NAMES:
            strange.append(loose)
    return list(dict.fromkeys(strange))


def used(text: str) -> list[str]:
    """The names a text uses, once each."""
    return list(dict.fromkeys(_PLACE.findall(text)))
