"""送信前チェック: what is doubtful about an answer, asked while it is written and again when it is sent."""

from collections.abc import Collection
from dataclasses import asdict

from django.http import JsonResponse
from django.http.response import HttpResponseBase

from madoguchi.channels import queries as channels
from madoguchi.channels.models import Inbox
from madoguchi.channels.services import foreseeing
from madoguchi.kernel.actors import Actor
from madoguchi.tickets.services import checking
from madoguchi.web.desk import commitments, forms
from madoguchi.web.doors import DeskRequest, signed_in


@signed_in
def show(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """{"doubts": [{code, level, text}], "promises": [{words, due_at, vague}]} for the fields of a reply."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    inbox = channels.inbox_of(ticket_id, by=request.actor)
    found = doubts(ticket_id, forms.letter(request), inbox=inbox, text=text, by=request.actor)
    promised = commitments.offered(request, ticket_id, text=text)
    return JsonResponse({"doubts": [asdict(doubt) for doubt in found], "promises": promised})


def doubts(
    ticket_id: int,
    letter: forms.Letter,
    *,
    inbox: Inbox | None,
    text: str,
    by: Actor,
    accepted: Collection[str] = (),
) -> list[checking.Doubt]:
    """The doubts about a reply on a ticket of this inbox; no warnings that were `accepted` already."""
    about_words = checking.doubts(
        ticket_id,
        text=text,
        to=letter.to,
        cc=letter.cc,
        bcc=letter.bcc,
        file_count=len(letter.attachment_ids),
        accepted=accepted,
        by=by,
    )
    return [*about_words, *foreseeing.doubts(inbox, text=text, attachment_ids=letter.attachment_ids, by=by)]
