"""カスハラ: reporting an abusive contact in a window over its ticket, handing it over, having a break."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from madoguchi.people.permissions import require
from madoguchi.people.queries import agent_names
from madoguchi.tickets import abuse, reading
from madoguchi.tickets.complaints.policy import policy
from madoguchi.tickets.models.abuse import AbuseKind
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import cooling_off, reporting_abuse
from madoguchi.web.desk import forms
from madoguchi.web.desk.answering import told
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.rendering import page

MOST_MESSAGES = 30


@signed_in
def show(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """The form, with the customer's messages as evidence to tick."""
    ticket = reading.ticket(ticket_id, by=request.actor)
    require(request.actor, TicketPermission.ABUSE_REPORT)
    messages, _more = reading.messages(ticket_id, by=request.actor, limit=MOST_MESSAGES)
    names = agent_names(reporting_abuse.takers(by=request.actor))
    shown = {
        "ticket": ticket,
        "kinds": AbuseKind.choices,
        "inward": [one for one in reversed(messages) if one["kind"] == "inward"],
        "takers": sorted(names.items(), key=lambda pair: pair[1]),
        "minutes": policy().cool_off_minutes,
        "warning": abuse.warning(ticket["customer_id"], by=request.actor),
    }
    return page(request, "desk/_abuse.html", shown)


@signed_in
def report(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Keeps it; hands over and begins the break as ticked."""
    rest = forms.optional_number(request, "rest_minutes") if request.POST.get("rest") == "yes" else None
    row = reporting_abuse.report(
        ticket_id,
        kind=request.POST.get("kind", ""),
        note=request.POST.get("note", "").replace("\r\n", "\n"),
        minutes=forms.optional_number(request, "minutes"),
        message_ids=forms.numbers(request, "message_ids"),
        hand_to_id=forms.optional_number(request, "hand_to_id"),
        rest_minutes=rest or 0,
        by=request.actor,
    )
    handed = row.handed_to_id is not None
    text = _("Reported, and handed over. You need not answer any more.") if handed else _("Reported")
    return told(ticket=ticket_id, toast=text)


@signed_in
def end_rest(request: DeskRequest, abuse_id: int) -> HttpResponseBase:
    """Ends a break before its time."""
    cooling_off.end(abuse_id, by=request.actor)
    return told(toast=_("The break is over"))
