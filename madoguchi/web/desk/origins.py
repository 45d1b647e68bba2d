"""Why a message is on its ticket, and setting it right: moving it, saying who its sender is, keeping them apart."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from madoguchi.customers.permissions import CustomerPermission
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.tickets import origins, reading
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import confirming, moving
from madoguchi.tickets.statuses import STATUS_LABELS, Status
from madoguchi.web.desk import forms
from madoguchi.web.desk.answering import told
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.rendering import page


@signed_in
def show(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """The window "Why is this message in this ticket?"."""
    found = origins.origin(message_id, by=request.actor)
    others = reading.of_customer(found.message["ticket__customer_id"], by=request.actor)
    return page(
        request,
        "desk/_why.html",
        {
            "origin": found,
            "others": [row for row in others if row["id"] != found.message["ticket_id"]][:6],
            "verdicts": _verdicts(found.message["verdict"]),
            "may_move": request.actor.has(TicketPermission.MERGE),
            "may_confirm": _may_confirm(found.message, request.actor),
        },
    )


@signed_in
def preview(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """What moving to ?to_ticket_id= would do; without it, what a new ticket would be."""
    message = origins.origin(message_id, by=request.actor).message
    text = (request.GET.get("to_ticket_id") or request.GET.get("number") or "").strip()
    target = _target(text, request.actor) if request.GET.get("new") != "yes" else None
    status = STATUS_LABELS[Status(target["status"])] if target else ""
    wanted = request.GET.get("new") == "yes" or bool(text)
    same = {message["customer_id"], message["ticket__customer_id"]}
    differs = target is not None and target["customer_id"] not in same
    shown = {"message": message, "target": target, "status": status, "differs": differs, "wanted": wanted}
    return page(request, "desk/_move_preview.html", {**shown, "new": request.GET.get("new") == "yes"})


@signed_in
def move(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """Moves the message to another ticket, or to a new one."""
    reading.ticket_id_of(message_id, by=request.actor)
    new = request.POST.get("new") == "yes"
    row = moving.move(
        message_id,
        to_ticket_id=None if new else forms.number(request, "to_ticket_id", _("Number of the other ticket")),
        confirm_different_customer=request.POST.get("confirm") == "yes",
        by=request.actor,
    )
    text = _("The message is on #%(id)s now") % {"id": row.result_id}
    return told(open=row.result_id, toast=text, undo=f"/moves/{row.id}")


@signed_in
def put_back(request: DeskRequest, move_id: int) -> HttpResponseBase:
    """Undoes a move."""
    row = moving.undo(move_id, by=request.actor)
    return told(open=row.source_id, toast=_("Move undone"))


@signed_in
def keep_apart(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """What this stranger writes goes to a ticket of their own, now and later."""
    row = moving.keep_apart(message_id, by=request.actor)
    text = _("Kept apart: what this sender writes is on #%(id)s now") % {"id": row.result_id}
    return told(ticket=row.source_id, toast=text, undo=f"/moves/{row.id}")


@signed_in
def confirm(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """Says who a marked sender is: `same_person` yes or no."""
    same_person = request.POST.get("same_person") == "yes"
    ticket = confirming.confirm(message_id, same_person=same_person, by=request.actor)
    same, other = _("The address is one of the customer's now"), _("The sender takes part in this ticket now")
    return told(ticket=ticket.id, toast=same if same_person else other)


def _target(text: str, actor: Actor) -> dict[str, Any] | None:
    digits = text.lstrip("#＃")
    if not digits.isdecimal() or len(digits) > 18:
        return None
    try:
        return reading.ticket(int(digits), by=actor)
    except NotFound:
        return None


def _may_confirm(message: dict[str, Any], actor: Actor) -> dict[str, bool]:
    """Which of the answers this agent may give."""
    here = actor.has(TicketPermission.CHANGE)
    new = message["customer_id"] is None or confirming.is_new_here(message["customer_id"])
    needed = CustomerPermission.WRITE if new else CustomerPermission.MERGE
    return {"same_person": here and actor.has(needed), "participant": here, "apart": actor.has(TicketPermission.MERGE)}


def _verdicts(verdict: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(name, what it says, good, bad or neutral) of what the mail server and we found about the sender."""
    words = {
        "pass": (_("passed"), "good"),
        "fail": (_("failed"), "bad"),
        "softfail": (_("failed (soft)"), "bad"),
        "none": (_("not set up"), ""),
    }
    shown = [
        (name.upper(), *words.get(verdict[name], (verdict[name], "")))
        for name in ("dmarc", "dkim", "spf")
        if isinstance(verdict.get(name), str)
    ]
    if "claims_agent" in verdict:
        shown.append((_("Sender"), _("uses the address of one of our agents, unproven"), "bad"))
    if "lookalike" in verdict:
        shown.append((_("Sender"), _("looks like somebody else"), "bad"))
    return shown
