"""A ticket's first moment: its row, its reference, who is in charge. Not a door: services call it."""

import secrets
from datetime import datetime

from madoguchi.calendars.queries import current_version_id
from madoguchi.kernel import clock, rows
from madoguchi.kernel.actors import Actor
from madoguchi.tickets.models import Assignment, Ticket

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_reference() -> str:
    """An unguessable reference that people can read out: ABCD-2345 (32^8)."""
    letters = "".join(secrets.choice(_ALPHABET) for _index in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def new_ticket(
    *,
    subject: str,
    customer_id: int,
    team_id: int | None,
    assignee_id: int | None,
    channel: str,
    inbox_id: int | None,
    priority: int,
    fields: dict[str, str],
    schedule_id: int | None,
    by: Actor,
    at: datetime,
) -> Ticket:
    """Saves the row under the business hours of today and writes down who is in charge. The caller tells the news."""
    ticket = rows.insert(
        Ticket(
            subject=subject[:300],
            customer_id=customer_id,
            team_id=team_id,
            assignee_id=assignee_id,
            channel=channel,
            inbox_id=inbox_id,
            priority=priority,
            fields=fields,
            reference=new_reference(),
            schedule_version_id=current_version_id(schedule_id),
            created_at=at,
            updated_at=clock.now(),
            last_message_at=at,
        )
    )
    if team_id is not None or assignee_id is not None:
        rows.insert(
            Assignment(
                ticket=ticket, team_id=team_id, agent_id=assignee_id, by_kind=by.kind, by_id=by.id, started_at=at
            )
        )
    return ticket
