"""Handing a message on (転送, リダイレクト), and what can be done about one on its way: another time, another address,
or saying that it did arrive."""

from email.utils import getaddresses
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from madoguchi.channels import queries as channels
from madoguchi.channels import reasons
from madoguchi.channels.base.mail.advice import advise
from madoguchi.kernel import clock
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.ids import token
from madoguchi.tickets import quoting, reading
from madoguchi.tickets.recipients import Person
from madoguchi.tickets.services import forwarding, replying, rescheduling, resolving
from madoguchi.web import times
from madoguchi.web.desk import forms
from madoguchi.web.desk.answering import told
from madoguchi.web.desk.ticket import changed
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.rendering import page

MOST = 20


@signed_in
def forward_dialog(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """To whom, with which note and files; or the answer to somebody to whom it was forwarded."""
    message = _message(request, message_id)
    quoted = "" if message["purpose"] == "aside" else quoting.preview(message_id)
    context = {"message": message, "quoted": quoted, "client_key": token(12)}
    return page(request, "desk/_forward.html", context)


@signed_in
def forward(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """Sends it on."""
    reading.ticket_id_of(message_id, by=request.actor)
    made = forwarding.forward(
        message_id,
        to=typed_people(request, "to"),
        cc=typed_people(request, "cc", required=False),
        text=request.POST.get("text", "").replace("\r\n", "\n").replace("\x00", ""),
        keep_ids=forms.numbers(request, "keep_ids"),
        attachment_ids=forms.numbers(request, "attachment_ids"),
        client_key=request.POST.get("client_key", "")[:64] or None,
        by=request.actor,
    )
    return told(ticket=made.ticket_id, toast=_("Forwarded. You can still undo it on the message."))


@signed_in
def redirect_dialog(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """To whom the mail goes as it came in."""
    context = {"message": _message(request, message_id), "client_key": token(12)}
    return page(request, "desk/_redirect.html", context)


@signed_in
def redirect(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """Sends the original on."""
    reading.ticket_id_of(message_id, by=request.actor)
    made = forwarding.redirect(
        message_id,
        to=typed_people(request, "to"),
        client_key=request.POST.get("client_key", "")[:64] or None,
        by=request.actor,
    )
    return told(ticket=made.ticket_id, toast=_("Redirected. You can still undo it on the message."))


@signed_in
def schedule_dialog(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """When a waiting message leaves."""
    return page(request, "desk/_schedule.html", {"message": _message(request, message_id)})


@signed_in
def schedule(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """Another time; `now` sends it at once."""
    reading.ticket_id_of(message_id, by=request.actor)
    at = clock.now() if request.POST.get("now") else forms.moment(request, "send_after")
    message = rescheduling.reschedule(message_id, send_after=at, by=request.actor)
    said = _("It is being sent") if request.POST.get("now") else _("It leaves at %(time)s") % {"time": times.when(at)}
    return told(ticket=message.ticket_id, toast=said)


@signed_in
def delivery(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """Everything known about the sending of one message, and the ways out of trouble."""
    message = _message(request, message_id)
    row = channels.deliveries_of([message_id]).get(message_id)
    reason = message["failure"] or (row["words"] if row else "")
    context = {"message": message, "row": row, "explain": reasons.explain, "advice": str(advise(reason))}
    return page(request, "desk/_delivery_details.html", context)


@signed_in
def send_again(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """Tries a failed or unconfirmed message again, under the same id; with `to`, to corrected addresses."""
    reading.ticket_id_of(message_id, by=request.actor)
    corrected = typed_people(request, "to") if "to" in request.POST else None
    message = replying.retry(message_id, to=corrected, by=request.actor)
    if corrected is not None:
        return told(ticket=message.ticket_id, toast=_("On its way to the corrected address"))
    return changed(request, message.ticket_id)


@signed_in
def confirm(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """An unconfirmed message did arrive."""
    message = resolving.confirm_sent(message_id, by=request.actor)
    return changed(request, message.ticket_id)


def typed_people(request: DeskRequest, name: str, *, required: bool = True) -> list[Person]:
    """Recipients as people type them: `山田 <a@b.jp>, c@d.jp`. Raises Invalid."""
    typed = request.POST.get(name, "").replace("、", ",").replace("，", ",").replace(";", ",").replace("\n", ",")
    found = [(one, address.strip()) for one, address in getaddresses([typed]) if one or address]
    label = "Cc" if name == "cc" else _("To")
    if ":" in typed:  # a group of addresses, or a header line
        raise Invalid(field=label, reason=_("write addresses without “:”"))
    if required and not found:
        raise Invalid(field=label, reason=_("write at least one mail address"))
    if len(found) > MOST:
        raise Invalid(field=label, reason=_("at most %(number)s addresses") % {"number": MOST})
    for one, address in found:
        if not forms.is_person({"name": one, "address": address}):
            raise Invalid(field=label, reason=_("“%(address)s” is not a mail address") % {"address": address or one})
    return [{"name": one, "address": address} for one, address in found]


def _message(request: DeskRequest, message_id: int) -> dict[str, Any]:
    ticket_id = reading.ticket_id_of(message_id, by=request.actor)
    found, _more = reading.messages(ticket_id, by=request.actor, before=message_id + 1, limit=1)
    if not found or found[0]["id"] != message_id:
        raise NotFound
    return {**found[0], "ticket_id": ticket_id}
