"""お約束: what an answer promises, offered while it is written; and what became of it, said with one click."""

from datetime import datetime
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.errors import Invalid
from madoguchi.tickets.services import promising, settling
from madoguchi.tickets.services.promising import Choices
from madoguchi.web.desk import forms
from madoguchi.web.desk.ticket import changed
from madoguchi.web.doors import DeskRequest, signed_in

MOST = 50


@signed_in
def settle(request: DeskRequest, ticket_id: int, commitment_id: int) -> HttpResponseBase:
    """`state`: kept, broken or dropped."""
    settling.settle(ticket_id, commitment_id=commitment_id, state=request.POST.get("state", ""), by=request.actor)
    return changed(request, ticket_id)


@signed_in
def reopen(request: DeskRequest, ticket_id: int, commitment_id: int) -> HttpResponseBase:
    """Takes that back."""
    settling.reopen(ticket_id, commitment_id=commitment_id, by=request.actor)
    return changed(request, ticket_id)


@signed_in
def reschedule(request: DeskRequest, ticket_id: int, commitment_id: int) -> HttpResponseBase:
    """`due_at`: another time."""
    settling.reschedule(
        ticket_id, commitment_id=commitment_id, due_at=forms.moment(request, "due_at"), by=request.actor
    )
    return changed(request, ticket_id)


def offered(request: DeskRequest, ticket_id: int, *, text: str) -> list[dict[str, Any]]:
    """[{words, due_at, vague}]: what the text being written promises."""
    found = promising.proposals(ticket_id, text=text, at=clock.now(), by=request.actor)
    return [{"words": one.words, "due_at": one.due_at.isoformat(), "vague": one.vague} for one in found]


def choices(request: DeskRequest) -> Choices:
    """`promises`, JSON of {words: due time, or null to drop}; nothing said is nothing changed. Raises Invalid."""
    given = forms.structure(request, "promises") if request.POST.get("promises") else {}
    if not isinstance(given, dict) or len(given) > MOST:
        raise Invalid(field="promises", reason=_("this cannot be read"))
    return {words: None if due is None else _moment(due) for words, due in given.items()}


def _moment(text: object) -> datetime:
    try:
        found = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Invalid(field="promises", reason=_("a date and a time are expected"))
    return found
