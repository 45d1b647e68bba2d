"""How a ticket's consultations stand together, kept on the ticket for lists. Not a door: services call it."""

from datetime import datetime

from madoguchi.tickets.models import Consultation, Ticket
from madoguchi.tickets.models.consultation import ConsultationState


def restate(ticket: Ticket, *, at: datetime) -> None:
    """Counts anew on a locked ticket and saves it."""
    rows = Consultation.objects.filter(ticket=ticket).values_list("closed_at", "answered_at")
    open_ones = [answered_at for closed_at, answered_at in rows if closed_at is None]
    state: str = ""
    if any(answered_at is not None for answered_at in open_ones):
        state = ConsultationState.ANSWERED
    elif open_ones:
        state = ConsultationState.ASKED
    elif rows:
        state = ConsultationState.DONE
    ticket.consultation_state, ticket.updated_at = state, at
    ticket.save(update_fields=["consultation_state", "updated_at"])
