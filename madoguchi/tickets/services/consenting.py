"""決裁: consent to how a complaint ends, or to a compensation. As many people agree, one after another, as the policy
asks for. Not for: answers that a colleague looks at before they leave (see `approving`)."""

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Conflict, Invalid, NotFound
from madoguchi.tickets.access import access
from madoguchi.tickets.complaints.policy import policy
from madoguchi.tickets.errors import ApprovalPending, ComplaintUnapproved, OwnApproval
from madoguchi.tickets.events_complaints import ConsentAsked, ConsentGiven, ConsentReturned
from madoguchi.tickets.models import Consent, Ticket
from madoguchi.tickets.models.approval import ApprovalState
from madoguchi.tickets.models.complaint import ConsentKind
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.services import complaining, noting

LONGEST = 10_000


@transaction.atomic
def ask(ticket_id: int, *, kind: str, words: str, by: Actor, amount: int | None = None) -> Consent:
    """Puts the closing answer or a compensation before those who may consent. Raises NotFound, Invalid,
    ApprovalPending (one of the kind waits already)."""
    ticket = access(ticket_id, TicketPermission.COMPLAIN, by=by)
    complaint = complaining.standing(ticket)
    if by.agent_id is None:
        raise Invalid(field="by", reason=_("Only an agent can ask for an approval."))
    if kind not in ConsentKind.values:
        raise Invalid(field="kind", reason=_("choose one"))
    if not 0 < len(words.strip()) <= LONGEST:
        raise Invalid(field=_("What is proposed"), reason=_("Write what you propose."))
    if amount is not None and not 0 <= amount < 2**53:
        raise Invalid(field="amount", reason=_("a number is expected"))
    if Consent.objects.filter(complaint=complaint, kind=kind, state=ApprovalState.PENDING).exists():
        raise ApprovalPending
    current = policy()
    asked_for = current.compensation if kind == ConsentKind.COMPENSATION else current.needed(complaint.severity)
    row = Consent.objects.create(
        complaint=complaint,
        kind=kind,
        words=words.strip(),
        amount=amount if kind == ConsentKind.COMPENSATION else None,
        needed=max(1, asked_for),
        asked_by_id=by.agent_id,
        asked_at=clock.now(),
    )
    news = ConsentAsked(ticket_id=ticket.id, complaint_id=complaint.id, consent_id=row.id, asked_by_id=row.asked_by_id)
    tell(ticket, news, by=by)
    return row


@transaction.atomic
def agree(ticket_id: int, *, consent_id: int, by: Actor, comment: str = "") -> Consent:
    """One consent; the last that is needed settles it. Raises OwnApproval (one's own, or a second time), Conflict."""
    ticket, row = _pending(ticket_id, consent_id, by=by)
    if by.agent_id is None or by.agent_id in (row.asked_by_id, *(one["agent_id"] for one in row.decisions)):
        raise OwnApproval
    _decide(row, agreed=True, comment=comment, by=by)
    final = sum(one["agreed"] for one in row.decisions) >= row.needed
    if final:
        row.state = ApprovalState.APPROVED
    row.save()
    news = ConsentGiven(
        ticket_id=ticket.id,
        complaint_id=row.complaint_id,
        consent_id=row.id,
        asked_by_id=row.asked_by_id,
        final=final,
    )
    tell(ticket, news, by=by)
    return row


@transaction.atomic
def send_back(ticket_id: int, *, consent_id: int, comment: str, by: Actor) -> Consent:
    """差し戻し, with the comment as a note that names who asked. Raises Invalid, Conflict, NotFound."""
    ticket, row = _pending(ticket_id, consent_id, by=by)
    if not comment.strip():
        raise Invalid(field=_("Comment"), reason=_("Say what should be changed."))
    _decide(row, agreed=False, comment=comment, by=by)
    row.state = ApprovalState.RETURNED
    row.save()
    news = ConsentReturned(
        ticket_id=ticket.id, complaint_id=row.complaint_id, consent_id=row.id, asked_by_id=row.asked_by_id
    )
    tell(ticket, news, by=by)
    text = _("Sent back without approval:\n%(comment)s") % {"comment": comment.strip()}
    noting.note(ticket.id, text=text, mention_ids=[row.asked_by_id], by=by)
    return row


@transaction.atomic
def withdraw(ticket_id: int, *, consent_id: int, by: Actor) -> Consent:
    """Who asked takes it back. Somebody else's looks like none."""
    ticket = access(ticket_id, TicketPermission.COMPLAIN, by=by)
    row = Consent.objects.filter(pk=consent_id, complaint__ticket=ticket, asked_by_id=by.agent_id).first()
    if row is None:
        raise NotFound
    if row.state != ApprovalState.PENDING:
        raise Conflict
    row.state = ApprovalState.WITHDRAWN
    row.save(update_fields=["state"])
    return row


def refuse_unapproved(ticket: Ticket) -> None:
    """Raises ComplaintUnapproved for a complaint that may not be closed yet."""
    needed = policy().needed(ticket.complaint_severity) if ticket.complaint_severity is not None else 0
    if not needed:
        return
    agreed = Consent.objects.filter(
        complaint__ticket=ticket, kind=ConsentKind.CLOSING, state=ApprovalState.APPROVED, needed__gte=needed
    )
    if not agreed.exists():
        raise ComplaintUnapproved(needed=needed)


def _pending(ticket_id: int, consent_id: int, *, by: Actor) -> tuple[Ticket, Consent]:
    ticket = access(ticket_id, TicketPermission.CONSENT, by=by)
    complaining.standing(ticket)
    row = Consent.objects.select_for_update().filter(pk=consent_id, complaint__ticket=ticket).first()
    if row is None:
        raise NotFound
    if row.state != ApprovalState.PENDING:
        raise Conflict
    return ticket, row


def _decide(row: Consent, *, agreed: bool, comment: str, by: Actor) -> None:
    decision = {"agent_id": by.agent_id, "agreed": agreed, "comment": comment.strip(), "at": clock.now().isoformat()}
    row.decisions = [*row.decisions, decision]
