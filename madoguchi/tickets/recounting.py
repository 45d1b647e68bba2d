"""What a ticket's row says about its messages, worked out again after messages moved. The caller saves the ticket."""

from django.db.models import Min

from madoguchi.tickets.models import Commitment, Message, Ticket
from madoguchi.tickets.models.commitment import CommitmentState
from madoguchi.tickets.models.message import MessageKind, MessageState
from madoguchi.tickets.recording import snippet_of


def recount(ticket: Ticket) -> None:
    """Counts, last message, first answer of a person to a customer, whether a sending failed, and what its messages
    promise."""
    messages = Message.objects.filter(ticket=ticket).exclude(state=MessageState.CANCELLED)
    ticket.message_count = messages.count()
    latest = messages.exclude(auto=True, kind=MessageKind.OUTWARD).order_by("-created_at", "-id").first()
    if latest is not None:
        ticket.last_message_id, ticket.last_message_at = latest.id, latest.created_at
        ticket.last_message_kind, ticket.snippet = latest.kind, snippet_of(latest.reply_text or latest.text)
    failed = (MessageState.FAILED, MessageState.UNCONFIRMED)
    ticket.delivery_failed = messages.filter(state__in=failed).exists()
    first_in = messages.filter(kind=MessageKind.INWARD).order_by("created_at").first()
    answers = messages.filter(kind=MessageKind.OUTWARD, auto=False).order_by("created_at")
    answer = answers.filter(created_at__gte=first_in.created_at).first() if first_in is not None else None
    ticket.first_response_at = answer.created_at if answer is not None else None
    promised = Commitment.objects.filter(message__ticket=ticket)
    promised.exclude(ticket=ticket).update(ticket=ticket)
    ticket.promise_due_at = promised.filter(state=CommitmentState.OPEN).aggregate(first=Min("due_at"))["first"]
