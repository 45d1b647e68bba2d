"""Stream tickets: what a page hands its browser so that `/live` can let it in without asking the database."""

import time
from dataclasses import dataclass

from django.core import signing

from madoguchi.kernel.actors import Actor, Ladder
from madoguchi.kernel.live.announcing import Announcement

LIFETIME = 1800
_SALT = "madoguchi.live"


@dataclass(frozen=True, slots=True)
class Listener:
    """Whom a stream belongs to. `ladder` None hears nothing about tickets. Times are seconds since 1970."""

    agent_id: int
    ladder: Ladder | None
    team_ids: frozenset[int]
    issued_at: float
    expires_at: float

    def may_hear(self, announcement: Announcement) -> bool:
        """The same ladder as `visible_to` of tickets."""
        if announcement.agent_id is not None:
            return announcement.agent_id == self.agent_id
        if announcement.ticket_id is None:
            return True
        if self.ladder is None:
            return False
        if self.ladder == Ladder.ALL:
            return True
        return self._may_read(announcement.team_id, announcement.assignee_id) or any(
            self._may_read(audience.team_id, audience.assignee_id) for audience in announcement.also
        )

    def _may_read(self, team_id: int | None, assignee_id: int | None) -> bool:
        if assignee_id == self.agent_id:
            return True
        if self.ladder in (Ladder.TEAM, Ladder.UNASSIGNED) and team_id in self.team_ids:
            return True
        return self.ladder == Ladder.UNASSIGNED and assignee_id is None


def stream_ticket(actor: Actor) -> str:
    """A signed text for `/live?ticket=`, valid for half an hour; a stream ends with it and the page asks anew."""
    if actor.agent_id is None:
        raise ValueError("only agents have live streams")
    ladder = actor.ladder.value if actor.has("ticket:read") else ""
    made = [actor.agent_id, ladder, sorted(actor.team_ids), int(time.time() * 1000)]
    return signing.dumps(made, salt=_SALT, compress=False)


def read_ticket(ticket: str) -> Listener | None:
    """Whom the ticket was given to, or None when it is forged or too old."""
    try:
        agent_id, ladder, team_ids, milliseconds = signing.loads(ticket, salt=_SALT, max_age=LIFETIME)
        issued_at = milliseconds / 1000
        rights = Ladder(ladder) if ladder else None
        return Listener(int(agent_id), rights, frozenset(team_ids), issued_at, issued_at + LIFETIME)
    except (signing.BadSignature, ValueError, TypeError):
        return None
