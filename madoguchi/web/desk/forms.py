"""Reading the small forms of the desk: typed values or a refusal that names the field."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from madoguchi.kernel.errors import Invalid
from madoguchi.tickets.recipients import Person

_LARGEST = 2**63 - 1


def number(request: HttpRequest, name: str, label: str = "") -> int:
    """A whole number. Raises Invalid, which names the field by its label."""
    value = optional_number(request, name)
    if value is None:
        raise Invalid(field=label or name, reason=_("choose one"))
    return value


def optional_number(request: HttpRequest, name: str) -> int | None:
    """A whole number, or None when the field is empty or missing. Raises Invalid."""
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    if not text.isdecimal() or int(text) > _LARGEST:
        raise Invalid(field=name, reason=_("a number is expected"))
    return int(text)


def numbers(request: HttpRequest, name: str) -> list[int]:
    """All whole numbers given under one name. Raises Invalid."""
    found = request.POST.getlist(name)
    if not all(text.isdecimal() and int(text) <= _LARGEST for text in found):
        raise Invalid(field=name, reason=_("numbers are expected"))
    return [int(text) for text in found]


def moment(request: HttpRequest, name: str) -> datetime:
    """A time; without an offset it is in the agent's time zone. Raises Invalid."""
    try:
        value = parse_datetime(request.POST.get(name, ""))
    except ValueError:
        value = None
    if value is None:
        raise Invalid(field=name, reason=_("a date and a time are expected"))
    return value if timezone.is_aware(value) else timezone.make_aware(value)


def people(request: HttpRequest, name: str) -> list[Person] | None:
    """Recipients as a JSON list of {"name", "address"}; None when the field is missing. Raises Invalid."""
    given = request.POST.get(name)
    if given is None:
        return None
    rows = _json(given, name)
    if not isinstance(rows, list) or len(rows) > 100 or not all(is_person(row) for row in rows):
        raise Invalid(field=name, reason=_("recipients are expected"))
    return [{"name": row.get("name", ""), "address": row["address"].strip()} for row in rows]


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom an answer goes, and its files. `to` is None when the field is missing."""

    to: list[Person] | None
    cc: list[Person]
    bcc: list[Person]
    attachment_ids: list[int]


def letter(request: HttpRequest) -> Letter:
    """The fields `to`, `cc`, `bcc` and `attachment_ids` of an answer. Raises Invalid."""
    return Letter(
        to=people(request, "to"),
        cc=people(request, "cc") or [],
        bcc=people(request, "bcc") or [],
        attachment_ids=numbers(request, "attachment_ids"),
    )


def structure(request: HttpRequest, name: str) -> Any:
    """A JSON value; None when the field is missing. Raises Invalid."""
    given = request.POST.get(name)
    return None if given is None else _json(given, name)


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Invalid(field=name, reason=_("this cannot be read")) from None


def is_person(row: object) -> bool:
    """Whether this is {"name", "address"} that may go into a header."""
    if not isinstance(row, dict) or not isinstance(row.get("address"), str) or not isinstance(row.get("name", ""), str):
        return False
    address = row["address"].strip()
    clean = not any(letter in "\r\n\x00<>," or letter.isspace() for letter in address)
    return (
        clean and 3 <= len(address) <= 320 and "@" in address[1:-1] and not set("\r\n\x00") & set(row.get("name", ""))
    )
