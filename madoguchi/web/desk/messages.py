"""Writing: replies, notes, taking back, sending again."""

from datetime import timedelta

from django.http import JsonResponse
from django.http.response import HttpResponseBase

from madoguchi.channels import queries as channels
from madoguchi.channels.services import composing
from madoguchi.kernel import clock
from madoguchi.tickets import reading
from madoguchi.tickets.models import Message
from madoguchi.tickets.services import noting, replying
from madoguchi.web.desk import forms
from madoguchi.web.desk.ticket import changed
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.rendering import page

LONGEST_WAIT = 30


@signed_in
def reply(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Sends an answer after the undo time. Refused (409) when something newer than `last_seen_id` has come."""
    wait = min(channels.undo_seconds(ticket_id, by=request.actor), LONGEST_WAIT)
    message = replying.reply(
        ticket_id,
        text=_text(request),
        to=forms.people(request, "to"),
        cc=forms.people(request, "cc") or (),
        bcc=forms.people(request, "bcc") or (),
        attachment_ids=forms.numbers(request, "attachment_ids"),
        last_seen_id=forms.optional_number(request, "last_seen_id"),
        client_key=request.POST.get("client_key", "")[:64] or None,
        confirm_newer=request.POST.get("confirm_newer") == "yes",
        send_after=clock.now() + timedelta(seconds=wait) if wait else None,
        close=request.POST.get("close") == "yes",
        by=request.actor,
    )
    return _made(message, wait)


@signed_in
def preview(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """The text as the customer will read it: with name and signature around it."""
    ticket = reading.ticket(ticket_id, by=request.actor)
    inbox = channels.inbox(ticket["inbox_id"]) if ticket["inbox_id"] else None
    words = _text(request).strip("\n")
    head = composing.salutation(ticket["customer_id"], words) if inbox is not None and inbox.salutation else ""
    tail = composing.signature(inbox, request.actor.agent_id) if inbox is not None else ""
    parts = [part for part in (head, words, f"-- \n{tail}" if tail else "") if part]
    return page(request, "desk/_preview.html", {"text": "\n\n".join(parts), "inbox": inbox})


@signed_in
def note(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Writes an internal note."""
    message = noting.note(
        ticket_id,
        text=_text(request),
        mention_ids=forms.numbers(request, "mention_ids"),
        attachment_ids=forms.numbers(request, "attachment_ids"),
        client_key=request.POST.get("client_key", "")[:64] or None,
        by=request.actor,
    )
    return _made(message, 0)


@signed_in
def take_back(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """Undo send: gives the text back, so that the writer can go on with it."""
    message = replying.take_back(message_id, by=request.actor)
    return JsonResponse({"ticket_id": message.ticket_id, "text": message.text, "to": message.to, "cc": message.cc})


@signed_in
def send_again(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """Tries a failed or unconfirmed message again, under the same id."""
    replying.retry(message_id, by=request.actor)
    return changed(request, reading.ticket_id_of(message_id, by=request.actor))


def _made(message: Message, wait: int) -> JsonResponse:
    return JsonResponse({"id": message.id, "ticket_id": message.ticket_id, "undo_seconds": wait}, status=201)


def _text(request: DeskRequest) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n").replace("\x00", "")
