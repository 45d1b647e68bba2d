"""Windows with a form: each is a fragment that opens itself when it is put on the page."""

from django.http.response import HttpResponseBase

from madoguchi.channels import queries as channels
from madoguchi.kernel.ids import token
from madoguchi.people import queries as people
from madoguchi.tickets import activity, fields, reading, undoable
from madoguchi.tickets import structure_queries as structure
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.web import keys as shortcuts
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.rendering import page


@signed_in
def snooze(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Until when, and why."""
    return page(request, "desk/_snooze.html", {"ticket": reading.ticket(ticket_id, by=request.actor)})


@signed_in
def subject(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """A better subject."""
    return page(request, "desk/_subject.html", {"ticket": reading.ticket(ticket_id, by=request.actor)})


@signed_in
def custom_fields(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """The ticket's custom fields."""
    ticket = reading.ticket(ticket_id, by=request.actor)
    shown = fields.definitions(ticket["team_id"])
    return page(request, "desk/_fields.html", {"ticket": ticket, "definitions": shown})


@signed_in
def merge(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Which ticket to take in; the customer's other tickets are offered; standing merges can be undone."""
    ticket = reading.ticket(ticket_id, by=request.actor)
    others = [row for row in reading.of_customer(ticket["customer_id"], by=request.actor) if row["id"] != ticket_id]
    merges = structure.merges(ticket_id, by=request.actor)
    return page(request, "desk/_merge.html", {"ticket": ticket, "others": others, "merges": merges})


@signed_in
def split(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Which messages become a ticket of their own."""
    ticket = reading.ticket(ticket_id, by=request.actor)
    messages, _more = reading.messages(ticket_id, by=request.actor, limit=100)
    return page(request, "desk/_split.html", {"ticket": ticket, "messages": messages})


@signed_in
def link(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Which ticket belongs to this one."""
    ticket = reading.ticket(ticket_id, by=request.actor)
    return page(request, "desk/_link.html", {"ticket": ticket, "links": structure.links(ticket_id, by=request.actor)})


@signed_in
def history(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """What happened on the ticket."""
    ticket = reading.ticket(ticket_id, by=request.actor)
    return page(
        request,
        "desk/_activity.html",
        {
            "ticket": ticket,
            "lines": activity.lines(ticket_id, by=request.actor, limit=100),
            "undoable": undoable.acts(ticket_id, by=request.actor),
            "undo_paths": {"merge": "/merges", "split": "/splits", "bulk": "/bulk-changes", "shelf": "/tickets"},
        },
    )


@signed_in
def new_ticket(request: DeskRequest) -> HttpResponseBase:
    """A ticket by an agent: a mail to a customer, or what a customer said on the telephone."""
    return page(
        request,
        "desk/_new_ticket.html",
        {
            "inboxes": [(row.id, row.name) for row in channels.inboxes(active=True, kind="mail")],
            "teams": [(team.id, team.name) for team in people.teams(active=True)],
            "client_key": token(12),
            "may_send": request.actor.has(TicketPermission.REPLY),
        },
    )


@signed_in
def keys(request: DeskRequest) -> HttpResponseBase:
    """All keys, as this agent has them."""
    now = shortcuts.of(request.agent)
    shown = [(action, label, now[action]) for action, _usual, label in shortcuts.ACTIONS]
    return page(request, "desk/_keys.html", {"shortcuts": shown})
