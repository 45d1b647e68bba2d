"""苦情一覧: what is open by severity and age, what is due, what waits for consent; CSV."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.people.services import auditing
from madoguchi.tickets.complaints import reading
from madoguchi.tickets.models import Complaint
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.statuses import STATUS_LABELS, Status
from madoguchi.web import times
from madoguchi.web.doors import DeskRequest
from madoguchi.web.records.pages import record_page
from madoguchi.web.setup.doors import needs
from madoguchi.web.spreadsheet import csv_response

MOST = 200
MOST_EXPORTED = 50_000
Listing = Callable[..., QuerySet[Complaint]]
LISTS: dict[str, tuple[str | Promise, Listing]] = {
    "open": (pgettext_lazy("complaints", "Open"), reading.open_ones),
    "actions": (pgettext_lazy("complaints", "Corrective actions"), reading.actions_due),
    "follow-ups": (pgettext_lazy("complaints", "Follow-ups"), reading.follow_ups),
    "done": (pgettext_lazy("complaints", "Followed up"), reading.followed_up),
}


def tabs(actor: Actor, current: str) -> list[tuple[str, Any, bool]]:
    """The lists of this corner that the actor may enter."""
    address = reverse("complaints")
    found = [(f"{address}?show={key}", label, key == current) for key, (label, _rows) in LISTS.items()]
    found.append((f"{address}?show=consents", _("Waiting for consent"), current == "consents"))
    found.append((reverse("watch_list"), _("Watch list"), current == "watches"))
    if actor.has(TicketPermission.ABUSE_MANAGE):
        found.append((reverse("abuse"), _("Abusive contacts"), current == "abuse"))
    return found


@needs(TicketPermission.READ)
def index(request: DeskRequest) -> HttpResponse:
    """One of the lists: `show`."""
    show = request.GET.get("show", "open")
    show = show if show in LISTS or show == "consents" else "open"
    rows = list(LISTS[show][1](by=request.actor)[:MOST]) if show in LISTS else []
    context = {
        "tabs": tabs(request.actor, show),
        "show": show,
        "rows": [(row, reading.overdue(row)) for row in rows],
        "consents": reading.to_consent(by=request.actor) if show == "consents" else [],
        "causes": reading.by_cause(by=request.actor) if show == "open" else [],
        "statuses": STATUS_LABELS,
        "now": clock.now(),
        "may_export": request.actor.has(TicketPermission.CONSENT),
    }
    return record_page(request, "records/complaints.html", context)


@needs(TicketPermission.CONSENT)
def export(request: DeskRequest) -> HttpResponse:
    """Every complaint one sees as CSV; taking them away is audited."""
    auditing.note("complaint:export", by=request.actor, subject_kind="complaint", after={})
    headings = [
        _("Number"),
        _("Subject"),
        _("Customer"),
        _("Status"),
        _("Severity"),
        _("Root cause"),
        _("Facts"),
        _("Feelings"),
        _("Demand"),
        _("Corrective action"),
        _("Who does it"),
        _("To be done by"),
        _("Action done"),
        _("Complaint since"),
        _("Closed at"),
        _("Hours to the end"),
        _("Outcome"),
        _("What the customer said"),
    ]
    return csv_response("complaints.csv", headings, _rows(request.actor))


def _rows(by: Actor) -> Iterator[list[object]]:
    for number, row in enumerate(reading.everything(by=by)):
        if number >= MOST_EXPORTED:
            return
        closed = row.ticket.closed_at
        yield [
            row.ticket_id,
            row.ticket.subject,
            row.ticket.customer.name,
            str(STATUS_LABELS[Status(row.ticket.status)]),
            row.get_severity_display(),
            row.cause.name if row.cause else "",
            row.facts,
            row.feelings,
            row.demand,
            row.action,
            row.action_owner.name if row.action_owner else "",
            row.action_due_on.isoformat() if row.action_due_on else "",
            times.when(row.action_done_at) if row.action_done_at else "",
            times.when(row.raised_at),
            times.when(closed) if closed else "",
            round((closed - row.raised_at).total_seconds() / 3600, 1) if closed else "",
            row.get_outcome_display(),
            row.outcome_note,
        ]
