"""One ticket: the page, its fragment (never marks anything as read), older messages, and what is new on it."""

from typing import Any

from django.http.response import HttpResponseBase

from madoguchi.channels import judging, reasons
from madoguchi.channels import queries as channels
from madoguchi.channels.base.mail.advice import advise
from madoguchi.channels.services import routing
from madoguchi.kernel import clock, live
from madoguchi.tickets import approvals, commitments, consultations, handovers, reading, tiers
from madoguchi.tickets.models.complaint import Severity
from madoguchi.tickets.statuses import STATUS_LABELS, Priority, Status
from madoguchi.web.desk.boxes import place_of
from madoguchi.web.desk.inbox import around
from madoguchi.web.desk.marks import marked
from madoguchi.web.doors import DeskRequest, signed_in, wants_fragment
from madoguchi.web.rendering import page

NEWEST = 30


@signed_in
def show(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """The ticket pane; in the address bar, the whole desk around it."""
    position = live.position()
    shown = pane(request, ticket_id)
    if wants_fragment(request):
        return page(request, "desk/_ticket.html", shown)
    whole = {**around(request, place_of(request)), **shown, "position": position}
    return page(request, "desk/desk.html", whole)


@signed_in
def older(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """The next older messages, above the ones on screen: ?before=<message id>."""
    reading.ticket(ticket_id, by=request.actor)
    found, more = reading.messages(ticket_id, by=request.actor, before=_number(request, "before"), limit=NEWEST)
    return page(request, "desk/_messages.html", {**_words(ticket_id, found), "messages": marked(found), "more": more})


@signed_in
def parts(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """What may have changed: the head, and every message from ?since=<oldest message id on screen> on."""
    return changed(request, ticket_id)


def changed(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Head and messages as loose elements, each replacing the one with its id. Also the answer to every change."""
    ticket = reading.ticket(ticket_id, by=request.actor)
    since = _number(request, "since")
    after = since - 1 if since else None
    found, _more = reading.messages(ticket_id, by=request.actor, after=after, limit=200 if since else NEWEST)
    shown = {**_words(ticket_id, found), **_head(ticket), "messages": marked(found), "more": False}
    return page(request, "desk/_parts.html", shown)


def pane(request: DeskRequest, ticket_id: int) -> dict[str, Any]:
    """Everything the ticket pane shows."""
    ticket = reading.ticket(ticket_id, by=request.actor)
    found, more = reading.messages(ticket_id, by=request.actor, limit=NEWEST)
    return {**_words(ticket_id, found), **_head(ticket), "messages": marked(found), "more": more, **_recipients(found)}


def _recipients(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """Whom an answer goes to: the writer of the last mail, with everybody else who got it (but not ourselves) in Cc."""
    for message in reversed(messages):
        if message["kind"] == "inward" and message["author_address"] and not message["stranger"]:
            to = message["reply_address"] or message["author_address"]
            name = "" if "lookalike" in message["verdict"] else message["author_name"]
            return {"to_name": name, "to_address": to, "cc": _others(message, to)}
    return {"to_name": "", "to_address": "", "cc": []}


def _others(message: dict[str, Any], to: str) -> list[dict[str, str]]:
    found = [*message["to"], *message["cc"]]
    if len(found) < 2:
        return []
    known = {to.casefold(), message["author_address"].casefold(), *channels.own_addresses()}
    return [
        person
        for person in found
        if person["address"].casefold() not in known and routing.fold(person["address"]) not in known
    ]


def _head(ticket: dict[str, Any]) -> dict[str, Any]:
    return {
        "ticket": ticket,
        "status_label": STATUS_LABELS[Status(ticket["status"])],
        "priority_label": Priority(ticket["priority"]).label,
        "approval": approvals.pending_on(ticket["id"]) if ticket["approval_asked_at"] else None,
        "promises": commitments.open_on(ticket["id"]) if ticket["promise_due_at"] else [],
        "standing": handovers.standing_on(ticket["id"]) if ticket["escalated_at"] else None,
        "tier_name": tiers.name(ticket["tier"]) if ticket["tier"] > 1 else "",
        "consultations": consultations.talks_on(ticket["id"]) if ticket["consultation_state"] else [],
        "severity_label": Severity(ticket["complaint_severity"]).label if ticket["complaint_severity"] else "",
        "live": ticket["status"] in (Status.NEW, Status.OPEN, Status.HELD, Status.WAITING),
    }


def _words(ticket_id: int, messages: list[dict[str, Any]]) -> dict[str, Any]:
    sent = [message["id"] for message in messages if message["kind"] == "outward"]
    deliveries = channels.deliveries_of(sent) if sent else {}
    words = {"explain": reasons.explain, "advise": advise, "judged": judging.of}
    newest = max((message["id"] for message in messages if message["kind"] == "inward"), default=0)
    return {"ticket_id": ticket_id, "now": clock.now(), "deliveries": deliveries, "newest_inward": newest, **words}


def _number(request: DeskRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else None
