"""クレーム: the record of a complaint in a window over its ticket, consent to its end, and the follow-up."""

from datetime import date
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from madoguchi.kernel.errors import Invalid
from madoguchi.people import queries as people
from madoguchi.tickets import reading
from madoguchi.tickets.complaints import reading as complaints
from madoguchi.tickets.complaints.policy import MEANINGS, policy
from madoguchi.tickets.models.complaint import ConsentKind, Outcome, Severity
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import complaining, consenting, following_up
from madoguchi.web.desk import forms
from madoguchi.web.desk.answering import told
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.rendering import page

TEXTS = ("facts", "feelings", "demand", "action")


@signed_in
def show(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """The record, or an empty one for a ticket that is to become a complaint."""
    ticket = reading.ticket(ticket_id, by=request.actor)
    row = complaints.of_ticket(ticket_id, by=request.actor)
    shown: dict[str, Any] = {
        "ticket": ticket,
        "complaint": row,
        "consents": complaints.consents(row, by=request.actor) if row else [],
        "severities": [(one.value, one.label, MEANINGS[one]) for one in Severity],
        "causes": [(one.id, one.name) for one in complaints.causes(active=True)],
        "agents": [(one.id, one.name) for one in people.agents(active=True)],
        "outcomes": Outcome.choices,
        "kinds": ConsentKind.choices,
        "needed": policy().needed(row.severity) if row else 0,
        "overdue": complaints.overdue(row) if row else False,
        "may_write": request.actor.has(TicketPermission.COMPLAIN),
    }
    return page(request, "desk/_complaint.html", shown)


@signed_in
def save(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Keeps the record."""
    account = complaining.Account(
        severity=forms.number(request, "severity", _("Severity")),
        cause_id=forms.optional_number(request, "cause_id"),
        action_owner_id=forms.optional_number(request, "action_owner_id"),
        action_due_on=_day(request.POST.get("action_due_on", "")),
        **{name: request.POST.get(name, "").replace("\r\n", "\n") for name in TEXTS},
    )
    complaining.record(ticket_id, account=account, by=request.actor)
    return told(ticket=ticket_id, toast=_("Complaint record saved"))


@signed_in
def withdraw(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """No complaint after all."""
    complaining.withdraw(ticket_id, by=request.actor)
    return told(ticket=ticket_id, toast=_("No longer marked as a complaint"))


@signed_in
def finish_action(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """The corrective action is done."""
    complaining.finish_action(ticket_id, by=request.actor)
    return told(ticket=ticket_id, toast=_("Corrective action done"))


@signed_in
def ask(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Asks for consent: `kind`, `words`, `amount`."""
    consenting.ask(
        ticket_id,
        kind=request.POST.get("kind", ""),
        words=request.POST.get("words", ""),
        amount=forms.optional_number(request, "amount"),
        by=request.actor,
    )
    return told(ticket=ticket_id, toast=_("Consent asked for"))


@signed_in
def decide(request: DeskRequest, ticket_id: int, consent_id: int) -> HttpResponseBase:
    """`decision` agree or return, with `comment`."""
    comment = request.POST.get("comment", "")
    if request.POST.get("decision") == "return":
        consenting.send_back(ticket_id, consent_id=consent_id, comment=comment, by=request.actor)
        return told(ticket=ticket_id, toast=_("Sent back"))
    consenting.agree(ticket_id, consent_id=consent_id, comment=comment, by=request.actor)
    return told(ticket=ticket_id, toast=_("Consent given"))


@signed_in
def take_back(request: DeskRequest, ticket_id: int, consent_id: int) -> HttpResponseBase:
    """Who asked for consent needs it no more."""
    consenting.withdraw(ticket_id, consent_id=consent_id, by=request.actor)
    return told(ticket=ticket_id, toast=_("Withdrawn"))


@signed_in
def follow_up(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """What the customer said: `outcome`, `note`."""
    following_up.record(
        ticket_id, outcome=request.POST.get("outcome", ""), note=request.POST.get("note", ""), by=request.actor
    )
    return told(ticket=ticket_id, toast=_("Follow-up recorded"))


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        found = parse_date(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise Invalid(field=_("To be done by"), reason=_("a date is expected"))
    return found
