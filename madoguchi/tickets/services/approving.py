"""承認: an answer that leaves only when a colleague agrees. Until then it is no message of the ticket.

Nobody approves their own. Not for: the rules that demand an approval (see `checking`).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Conflict, Invalid, NotFound
from madoguchi.people.queries import actor_of, agent_ids_holding
from madoguchi.tickets.access import access, refuse_merged
from madoguchi.tickets.errors import ApprovalPending, EmptyMessage, NoRecipient, OwnApproval
from madoguchi.tickets.events_approvals import (
    ApprovalAsked,
    ApprovalGiven,
    ApprovalResumed,
    ApprovalReturned,
    ApprovalWithdrawn,
)
from madoguchi.tickets.models import Approval, Attachment, Draft, Message, Ticket
from madoguchi.tickets.models.approval import ApprovalState
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recipients import Person, default_recipients
from madoguchi.tickets.recording import tell
from madoguchi.tickets.services import attaching, drafting, noting, replying

LONGEST_NOTE = 500


class Letter(TypedDict):
    """An answer as `replying.reply` takes it, in JSON. `promises` maps words to a due time in ISO 8601, or None."""

    text: str
    html: str
    to: list[Person]
    cc: list[Person]
    bcc: list[Person]
    attachment_ids: list[int]
    charset: str
    close: bool
    promises: dict[str, str | None]
    keeps: list[int]


@transaction.atomic
def ask(ticket_id: int, *, letter: Letter, by: Actor, approver_id: int | None = None, note: str = "") -> Approval:
    """Puts an answer before a colleague, or before anybody who may approve. Raises ApprovalPending, EmptyMessage,
    NoRecipient, Invalid (an approver who may not approve)."""
    ticket = access(ticket_id, TicketPermission.REPLY, by=by)
    refuse_merged(ticket)
    if by.agent_id is None:
        raise Invalid(field="by", reason=_("Only an agent can ask for an approval."))
    if ticket.approval_asked_at is not None:
        raise ApprovalPending
    if not letter["text"].strip() and not letter["attachment_ids"]:
        raise EmptyMessage(field="text", reason="")
    recipients = letter["to"] or default_recipients(ticket)
    if not recipients:
        raise NoRecipient
    if approver_id is not None and approver_id not in approvers(by=by):
        raise Invalid(field="approver_id", reason=_("choose one"))
    _own_uploads(letter["attachment_ids"], by=by)
    moment = clock.now()
    row = Approval.objects.create(
        ticket=ticket,
        letter={**letter, "to": recipients},
        note=note.strip()[:LONGEST_NOTE],
        asked_by_id=by.agent_id,
        approver_id=approver_id,
        asked_at=moment,
    )
    _mark(ticket, moment, at=moment)
    Draft.objects.filter(ticket=ticket, agent_id=by.agent_id, kind="reply").delete()
    news = ApprovalAsked(
        ticket_id=ticket.id, approval_id=row.id, asked_by_id=row.asked_by_id, approver_id=row.approver_id
    )
    tell(ticket, news, by=by, at=moment)
    return row


@transaction.atomic
def approve(
    ticket_id: int,
    *,
    approval_id: int,
    by: Actor,
    last_seen_id: int | None,
    text: str | None = None,
    send_after: datetime | None = None,
) -> Message:
    """Sends the answer in its writer's name; another `text` replaces theirs, without its formatting. Raises
    OwnApproval, NewerMessage (something came after what the approver saw), Conflict (decided, writer gone)."""
    ticket, row = _pending(ticket_id, approval_id, TicketPermission.APPROVE, by=by)
    if row.asked_by_id == by.agent_id:
        raise OwnApproval
    writer = actor_of("agent", row.asked_by_id)
    if writer is None:
        raise Conflict
    letter = row.letter
    edited = text is not None and text.strip() != letter["text"].strip()
    message = replying.reply(
        ticket.id,
        text=text if edited and text is not None else letter["text"],
        html="" if edited else letter["html"],
        to=letter["to"],
        cc=letter["cc"],
        bcc=letter["bcc"],
        attachment_ids=letter["attachment_ids"],
        last_seen_id=last_seen_id,
        send_after=send_after,
        charset=letter["charset"],
        close=letter["close"],
        promises=_choices(letter["promises"]),
        keeps=letter["keeps"],
        by=writer,
    )
    moment = clock.now()
    _decide(row, ApprovalState.APPROVED, by=by, at=moment)
    row.message, row.edited = message, edited
    row.save()
    _mark(Ticket.objects.get(pk=ticket.id), None, at=moment)
    news = ApprovalGiven(
        ticket_id=ticket.id,
        approval_id=row.id,
        asked_by_id=row.asked_by_id,
        message_id=message.id,
        edited=edited,
    )
    tell(Ticket.objects.get(pk=ticket.id), news, by=by, at=moment)
    return message


@transaction.atomic
def send_back(ticket_id: int, *, approval_id: int, comment: str, by: Actor) -> Approval:
    """差し戻し: the writer gets the text back as their draft, and the comment as a note that names them."""
    ticket, row = _pending(ticket_id, approval_id, TicketPermission.APPROVE, by=by)
    if not comment.strip():
        raise Invalid(field=_("Comment"), reason=_("Say what should be changed."))
    row.comment = comment.strip()
    _end(row, ticket, ApprovalState.RETURNED, by=by)
    tell(ticket, ApprovalReturned(ticket_id=ticket.id, approval_id=row.id, asked_by_id=row.asked_by_id), by=by)
    text = _("Sent back without approval:\n%(comment)s") % {"comment": row.comment}
    noting.note(ticket.id, text=text, mention_ids=[row.asked_by_id], by=by)
    return row


@transaction.atomic
def withdraw(ticket_id: int, *, approval_id: int, by: Actor) -> Approval:
    """The writer takes the request back and goes on with the text. Somebody else's looks like none."""
    ticket, row = _pending(ticket_id, approval_id, TicketPermission.REPLY, by=by)
    if row.asked_by_id != by.agent_id:
        raise NotFound
    _end(row, ticket, ApprovalState.WITHDRAWN, by=by)
    tell(ticket, ApprovalWithdrawn(ticket_id=ticket.id, approval_id=row.id, asked_by_id=row.asked_by_id), by=by)
    return row


def resume(message_id: int, *, by: Actor) -> None:
    """An approved answer was taken back before it left: its request waits again. Inside the caller's transaction."""
    row = Approval.objects.filter(message_id=message_id, state=ApprovalState.APPROVED).first()
    if row is None or Approval.objects.filter(ticket_id=row.ticket_id, state=ApprovalState.PENDING).exists():
        return
    Attachment.objects.filter(message_id=message_id).update(message=None, uploaded_by_id=row.asked_by_id)
    row.state, row.decided_by, row.decided_at, row.edited = ApprovalState.PENDING, None, None, False
    row.save()
    ticket = Ticket.objects.get(pk=row.ticket_id)
    _mark(ticket, row.asked_at, at=clock.now())
    tell(ticket, ApprovalResumed(ticket_id=ticket.id, approval_id=row.id, asked_by_id=row.asked_by_id), by=by)


def follow(source: Ticket, target: Ticket, *, by: Actor) -> None:
    """One ticket goes into another: its waiting answer goes along, or back to its writer when one waits there already.
    Both are locked and saved by the caller."""
    row = Approval.objects.filter(ticket=source, state=ApprovalState.PENDING).first()
    if row is None:
        return
    source.approval_asked_at = None
    if target.approval_asked_at is None:
        row.ticket, target.approval_asked_at = target, row.asked_at
    else:
        _decide(row, ApprovalState.WITHDRAWN, by=by, at=clock.now())
        _give_back(row, target)
    row.save()


def approvers(*, by: Actor) -> set[int]:
    """The agents who may approve what the actor writes: all who hold the right, but never the actor."""
    return agent_ids_holding(TicketPermission.APPROVE) - {by.agent_id or 0}


def _pending(ticket_id: int, approval_id: int, permission: TicketPermission, *, by: Actor) -> tuple[Ticket, Approval]:
    ticket = access(ticket_id, permission, by=by)
    row = Approval.objects.select_for_update().filter(pk=approval_id, ticket=ticket).first()
    if row is None:
        raise NotFound
    if row.state != ApprovalState.PENDING:
        raise Conflict
    return ticket, row


def _end(row: Approval, ticket: Ticket, state: ApprovalState, *, by: Actor) -> None:
    moment = clock.now()
    _decide(row, state, by=by, at=moment)
    row.save()
    _mark(ticket, None, at=moment)
    _give_back(row, ticket)


def _decide(row: Approval, state: ApprovalState, *, by: Actor, at: datetime) -> None:
    row.state, row.decided_by_id, row.decided_at = state, by.agent_id, at


def _mark(ticket: Ticket, asked_at: datetime | None, *, at: datetime) -> None:
    ticket.approval_asked_at, ticket.updated_at = asked_at, at
    ticket.save(update_fields=["approval_asked_at", "updated_at"])


def _give_back(row: Approval, ticket: Ticket) -> None:
    """The letter becomes its writer's draft."""
    letter: Mapping[str, Any] = row.letter
    files = Attachment.objects.filter(pk__in=letter["attachment_ids"], message=None).order_by("id")
    body = {name: letter[name] for name in ("text", "html", "to", "cc", "bcc")}
    drafting.give_back(
        ticket, agent_id=row.asked_by_id, body={**body, "files": [attaching.plain(one) for one in files]}
    )


def _own_uploads(attachment_ids: Iterable[int], *, by: Actor) -> None:
    wanted = set(attachment_ids)
    found = Attachment.objects.filter(pk__in=wanted, message=None, uploaded_by_id=by.agent_id).count()
    if found != len(wanted):
        raise Invalid(field="attachment_ids", reason=", ".join(str(number) for number in sorted(wanted)))


def _choices(promises: Mapping[str, str | None]) -> dict[str, datetime | None]:
    return {words: None if due is None else datetime.fromisoformat(due) for words, due in promises.items()}
