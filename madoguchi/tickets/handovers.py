"""Escalations as pages show them: what stands, who is asked, and the clocks of the tiers. Reads only."""

from dataclasses import dataclass

from madoguchi.kernel import clock
from madoguchi.people.queries import agent_names
from madoguchi.tickets import tiers
from madoguchi.tickets.models import Escalation, Ticket
from madoguchi.tickets.tiers import Stay


@dataclass(frozen=True, slots=True)
class Standing:
    """The hand-over record that waits for an answer, with names: of who escalated, and of the tier that is asked."""

    row: Escalation
    asker: str
    tier: str
    stays: list[Stay]

    @property
    def spent(self) -> int:
        """Business seconds on the tier where the ticket is now."""
        return next((stay.seconds for stay in self.stays if stay.now), 0)


def standing_on(ticket_id: int) -> Standing | None:
    """What stands on a ticket that the caller has found to be seen."""
    rows = _records(ticket_id)
    row = next((one for one in reversed(rows) if one.returned_at is None), None)
    if row is None:
        return None
    asker = row.by_id if row.by_kind == "agent" else row.from_agent_id
    called = agent_names([asker or 0]).get(asker or 0, "")
    return Standing(row, called, tiers.name(row.to_tier), _stays(ticket_id, rows))


def clocks(ticket_id: int) -> list[Stay]:
    """How long a ticket that the caller has found to be seen was on each tier."""
    return _stays(ticket_id, _records(ticket_id))


def _records(ticket_id: int) -> list[Escalation]:
    rows = Escalation.objects.filter(ticket_id=ticket_id).order_by("id")
    return list(rows.select_related("from_team", "from_agent", "to_team", "to_agent"))


def _stays(ticket_id: int, rows: list[Escalation]) -> list[Stay]:
    ticket = Ticket.objects.get(pk=ticket_id)
    kept = [row for row in rows if row.withdrawn_at is None]
    return tiers.stays(ticket, records=kept, at=ticket.closed_at or clock.now())
