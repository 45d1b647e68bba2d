"""承認: an answer put before a colleague, who sends it, changes it, or gives it back."""

from datetime import timedelta

from django.http import JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from madoguchi.channels import queries as channels
from madoguchi.channels.services import foreseeing
from madoguchi.kernel import clock
from madoguchi.people.queries import agent_names
from madoguchi.tickets import approvals, reading
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import approving, checking
from madoguchi.tickets.services.promising import Choices
from madoguchi.web.desk import checks, commitments, forms
from madoguchi.web.desk.answering import told
from madoguchi.web.desk.messages import LONGEST_WAIT, written
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.rendering import page


@signed_in
def approvers(request: DeskRequest) -> HttpResponseBase:
    """Whom one can ask: {"approvers": [{id, name}]}."""
    names = agent_names(approving.approvers(by=request.actor))
    return JsonResponse({"approvers": [{"id": key, "name": name} for key, name in sorted(names.items())]})


@signed_in
def ask(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """The fields of a reply, with `approver_id` (empty: anybody who may) and `approval_note`."""
    inbox = channels.inbox_of(ticket_id, by=request.actor)
    words, letter, accepted = written(request), forms.letter(request), request.POST.getlist("accepted")
    found = checks.doubts(ticket_id, letter, inbox=inbox, text=words.text, accepted=accepted, by=request.actor)
    checking.refuse_doubtful(found, accepted=accepted, asking=True)
    row = approving.ask(
        ticket_id,
        letter={
            "text": words.text,
            "html": words.html,
            "to": letter.to or [],
            "cc": letter.cc,
            "bcc": letter.bcc,
            "attachment_ids": letter.attachment_ids,
            "charset": "utf-8" if foreseeing.STRANGE in accepted else "",
            "close": request.POST.get("close") == "yes",
            "promises": _plain(commitments.choices(request)),
            "keeps": forms.numbers(request, "keeps"),
        },
        approver_id=forms.optional_number(request, "approver_id"),
        note=request.POST.get("approval_note", ""),
        by=request.actor,
    )
    return JsonResponse({"id": row.id, "ticket_id": ticket_id}, status=201)


@signed_in
def show(request: DeskRequest, ticket_id: int, approval_id: int) -> HttpResponseBase:
    """The window in which it is read and decided."""
    row = approvals.one(ticket_id, approval_id=approval_id, by=request.actor)
    ticket = reading.ticket(ticket_id, by=request.actor)
    own = row.asked_by_id == request.actor.agent_id
    shown = {
        "approval": row,
        "ticket": ticket,
        "files": approvals.files_of(row.letter),
        "may_decide": request.actor.has(TicketPermission.APPROVE) and not own,
        "newer": ticket["last_message_kind"] == "inward" and ticket["last_message_at"] > row.asked_at,
    }
    return page(request, "desk/_approval.html", shown)


@signed_in
def decide(request: DeskRequest, ticket_id: int, approval_id: int) -> HttpResponseBase:
    """`decision` approve (with `text`, which may be changed) or return (with `comment`)."""
    if request.POST.get("decision") == "return":
        comment = request.POST.get("comment", "")
        approving.send_back(ticket_id, approval_id=approval_id, comment=comment, by=request.actor)
        return told(ticket=ticket_id, toast=_("Sent back to its writer"))
    inbox = channels.inbox_of(ticket_id, by=request.actor)
    wait = min(inbox.undo_seconds if inbox is not None else channels.UNDO_SECONDS, LONGEST_WAIT)
    message = approving.approve(
        ticket_id,
        approval_id=approval_id,
        text=request.POST["text"].replace("\r\n", "\n") if "text" in request.POST else None,
        last_seen_id=forms.optional_number(request, "last_seen_id"),
        send_after=clock.now() + timedelta(seconds=wait) if wait else None,
        by=request.actor,
    )
    return told(ticket=ticket_id, toast=_("Approved and sent"), undo=f"/messages/{message.id}" if wait else "")


@signed_in
def withdraw(request: DeskRequest, ticket_id: int, approval_id: int) -> HttpResponseBase:
    """The writer goes on with the text."""
    approving.withdraw(ticket_id, approval_id=approval_id, by=request.actor)
    return told(ticket=ticket_id, toast=_("Withdrawn. You can go on writing."))


def _plain(choices: Choices) -> dict[str, str | None]:
    return {words: None if due is None else due.isoformat() for words, due in choices.items()}
