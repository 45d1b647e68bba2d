"""Writing: replies, notes, taking back, sending again."""

from datetime import timedelta

from django.http import JsonResponse
from django.http.response import HttpResponseBase

from madoguchi.channels import queries as channels
from madoguchi.channels.services import composing, foreseeing, routing
from madoguchi.kernel import clock
from madoguchi.tickets import approvals, reading
from madoguchi.tickets.models import Message
from madoguchi.tickets.services import attaching, checking, noting, replying, writing
from madoguchi.web.desk import checks, commitments, forms
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.rendering import page

LONGEST_WAIT = 30
PROMISES_OPEN = "promises_open"


@signed_in
def reply(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Sends an answer after the undo time. Refused (409) when something newer than `last_seen_id` has come."""
    inbox = channels.inbox_of(ticket_id, by=request.actor)
    undo = min(inbox.undo_seconds if inbox is not None else channels.UNDO_SECONDS, LONGEST_WAIT)
    chosen = forms.moment(request, "send_after") if request.POST.get("send_after") else None
    wait = undo if chosen is None or chosen <= clock.now() else 0
    words = written(request)
    accepted = request.POST.getlist("accepted")
    letter = forms.letter(request)
    found = checks.doubts(ticket_id, letter, inbox=inbox, text=words.text, accepted=accepted, by=request.actor)
    checking.refuse_doubtful(found, accepted=accepted)
    with routing.known(inbox):
        message = replying.reply(
            ticket_id,
            text=words.text,
            html=words.html,
            to=letter.to,
            cc=letter.cc,
            bcc=letter.bcc,
            attachment_ids=letter.attachment_ids,
            last_seen_id=forms.optional_number(request, "last_seen_id"),
            client_key=request.POST.get("client_key", "")[:64] or None,
            confirm_newer=request.POST.get("confirm_newer") == "yes",
            send_after=clock.now() + timedelta(seconds=wait) if wait else chosen,
            charset="utf-8" if foreseeing.STRANGE in accepted else "",
            close=request.POST.get("close") == "yes",
            ask_promises=PROMISES_OPEN not in accepted,
            promises=commitments.choices(request),
            keeps=forms.numbers(request, "keeps"),
            by=request.actor,
        )
    return _made(message, wait)


@signed_in
def preview(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """The text as the customer will read it: with name and signature around it."""
    ticket = reading.ticket(ticket_id, by=request.actor)
    inbox = channels.inbox(ticket["inbox_id"]) if ticket["inbox_id"] else None
    words = written(request, settle=False)
    head = composing.salutation(ticket["customer_id"], words.text) if inbox is not None and inbox.salutation else ""
    tail = composing.signature(inbox, request.actor.agent_id) if inbox is not None else ""
    pictures = [{"content_id": cid, "id": number} for cid, number in words.pictures.items()]
    return page(
        request,
        "desk/_preview.html",
        {"words": words, "pictures": pictures, "head": head, "tail": tail, "inbox": inbox},
    )


@signed_in
def note(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Writes an internal note."""
    words = written(request)
    message = noting.note(
        ticket_id,
        text=words.text,
        html=words.html,
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
    return JsonResponse(
        {
            "ticket_id": message.ticket_id,
            "purpose": message.purpose or ("approval" if approvals.waits_again(message.id) else ""),
            "text": message.text,
            "html": message.html,
            "to": message.to,
            "cc": message.cc,
            "files": [attaching.plain(row) for row in attaching.take_over(message.id, by=request.actor)],
        }
    )


def _made(message: Message, wait: int) -> JsonResponse:
    return JsonResponse({"id": message.id, "ticket_id": message.ticket_id, "undo_seconds": wait}, status=201)


def written(request: DeskRequest, *, settle: bool = True) -> writing.Written:
    """The posted words in both forms; with `html` the text is made from it."""
    return writing.written(
        text=_text(request),
        html=request.POST.get("html", ""),
        attachment_ids=forms.numbers(request, "attachment_ids"),
        settle=settle,
        by=request.actor,
    )


def _text(request: DeskRequest) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n").replace("\x00", "")
