"""Merging, splitting, linking, opening: forms of dialogs, each with its undo where the room has one."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from madoguchi.customers.services.identifying import identify
from madoguchi.kernel.errors import Invalid
from madoguchi.tickets import fields as custom_fields
from madoguchi.tickets import reading
from madoguchi.tickets.models.field import FieldKind
from madoguchi.tickets.services import changing, linking, merging, opening, snoozing, splitting
from madoguchi.web import times
from madoguchi.web.desk import forms
from madoguchi.web.desk.answering import told
from madoguchi.web.doors import DeskRequest, signed_in


@signed_in
def merge(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Takes another ticket into this one."""
    typed = forms.optional_number(request, "absorbed_number")
    absorbed_id = typed if typed is not None else forms.number(request, "absorbed_id", _("Ticket"))
    row = merging.merge(
        ticket_id,
        absorbed_id=absorbed_id,
        confirm_different_customers=request.POST.get("confirm") == "yes",
        by=request.actor,
    )
    text = _("#%(id)s was merged into this ticket") % {"id": absorbed_id}
    return told(ticket=ticket_id, toast=text, undo=f"/merges/{row.id}")


@signed_in
def unmerge(request: DeskRequest, merge_id: int) -> HttpResponseBase:
    """Takes a merge back."""
    row = merging.undo(merge_id, by=request.actor)
    return told(ticket=row.survivor_id, toast=_("Merge undone"))


@signed_in
def split(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Moves messages into a new ticket and opens it."""
    row = splitting.split(
        ticket_id,
        message_ids=forms.numbers(request, "message_ids"),
        subject=request.POST.get("subject", ""),
        by=request.actor,
    )
    return told(open=row.result_id, toast=_("#%(id)s was made") % {"id": row.result_id}, undo=f"/splits/{row.id}")


@signed_in
def unsplit(request: DeskRequest, split_id: int) -> HttpResponseBase:
    """Puts the messages back."""
    row = splitting.undo(split_id, by=request.actor)
    return told(open=row.source_id, toast=_("Split undone"))


@signed_in
def link(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Ties another ticket to this one."""
    linking.link(
        ticket_id,
        other_id=forms.number(request, "other_id", _("Number of the other ticket")),
        kind=request.POST.get("kind", "related"),
        by=request.actor,
    )
    return told(ticket=ticket_id, toast=_("Linked"))


@signed_in
def unlink(request: DeskRequest, link_id: int) -> HttpResponseBase:
    """Takes a link away."""
    linking.unlink(link_id, by=request.actor)
    return told(toast=_("Link removed"))


@signed_in
def snooze(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Holds until a time chosen in the dialog."""
    until = forms.moment(request, "until")
    snoozing.snooze(ticket_id, until=until, reason=request.POST.get("reason", ""), by=request.actor)
    text = _("On hold until %(time)s") % {"time": times.when(until)}
    return told(ticket=ticket_id, toast=text, undo=f"/tickets/{ticket_id}/snooze")


@signed_in
def rename(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """A new subject."""
    changing.change(ticket_id, subject=request.POST.get("subject", ""), by=request.actor)
    return told(ticket=ticket_id)


@signed_in
def fill_fields(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Custom fields; an unticked box counts as no."""
    team_id = reading.ticket(ticket_id, by=request.actor)["team_id"]
    values: dict[str, object] = {}
    for definition in custom_fields.definitions(team_id):
        ticked = definition.kind == FieldKind.CHECKBOX
        values[definition.key] = (
            (f"field-{definition.key}" in request.POST) if ticked else request.POST.get(f"field-{definition.key}", "")
        )
    changing.change(ticket_id, fields=values, by=request.actor)
    return told(ticket=ticket_id, toast=_("Saved"))


@signed_in
def open_ticket(request: DeskRequest) -> HttpResponseBase:
    """A new ticket for a chosen customer, or for a new address."""
    kind = request.POST.get("kind", "outward")
    if kind not in ("outward", "inward", "note"):
        raise Invalid(field="kind", reason=_("choose one"))
    customer_id = forms.optional_number(request, "customer_id")
    if customer_id is None:
        address = request.POST.get("address", "").strip()
        if "@" not in address[1:-1] or any(letter.isspace() for letter in address):
            raise Invalid(field=_("Customer"), reason=_("choose a customer, or write a mail address"))
        customer_id = identify(kind="mail", address=address, name=request.POST.get("name", ""), by=request.actor).id
    ticket = opening.open_ticket(
        subject=request.POST.get("subject", ""),
        customer_id=customer_id,
        text=request.POST.get("text", ""),
        team_id=forms.optional_number(request, "team_id"),
        assignee_id=request.actor.agent_id if request.POST.get("mine") else None,
        channel="mail" if kind == "outward" else "phone",
        inbox_id=forms.optional_number(request, "inbox_id"),
        kind=kind,  # type: ignore[arg-type]
        client_key=request.POST.get("client_key", "")[:64] or None,
        by=request.actor,
    )
    return told(open=ticket.id, toast=_("#%(id)s was made") % {"id": ticket.id})
