"""How the pages' forms meet the services: refusals come back to the field they are about."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest

from madoguchi.kernel.errors import Invalid, MadoguchiError, NotFound


def accepted(request: HttpRequest, form: forms.BaseForm, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the posted form is valid and `act`, called with its values in one transaction, did not refuse."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        with transaction.atomic():
            act(form.cleaned_data)
    except NotFound:
        raise
    except MadoguchiError as refusal:
        attach(form, refusal)
        return False
    return True


def attach(form: forms.BaseForm, refusal: MadoguchiError) -> None:
    """Puts a refusal at the field it names, else on top of the form."""
    field = str(refusal.details.get("field", "")) if isinstance(refusal, Invalid) else ""
    if field in form.fields:
        form.add_error(field, str(refusal.details.get("reason", "")) or refusal.message)
    else:
        form.add_error(None, refusal.message)


def choices(rows: list[tuple[int, str]], *, empty: str | None = None) -> list[tuple[str, str]]:
    """Rows of (id, name) as choices of a select, with an entry for “none” when `empty` is given."""
    head = [] if empty is None else [("", empty)]
    return head + [(str(key), name) for key, name in rows]


def number_or_none(value: str) -> int | None:
    """The id a select gave, or None for its empty entry."""
    return int(value) if value else None


def id_in(text: str) -> int | None:
    """The id an address or a hidden field names, or None for anything that cannot be one."""
    return int(text) if text.isdecimal() and len(text) < 19 else None
