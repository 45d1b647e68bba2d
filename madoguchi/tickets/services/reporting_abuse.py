"""カスハラ: an agent reports abusive conduct, hands the ticket over and has a break; a supervisor takes steps."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.people.queries import agent_ids_holding
from madoguchi.tickets.access import access
from madoguchi.tickets.events_complaints import AbuseReported, AbuseStepTaken
from madoguchi.tickets.models import AbuseStep, AbusiveContact, Message
from madoguchi.tickets.models.abuse import AbuseKind, StepKind
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.services import assigning, cooling_off

LONGEST = 10_000
MOST_MINUTES = 7 * 24 * 60


@transaction.atomic
def report(
    ticket_id: int,
    *,
    kind: str,
    by: Actor,
    note: str = "",
    minutes: int | None = None,
    message_ids: Iterable[int] = (),
    hand_to_id: int | None = None,
    rest_minutes: int = 0,
    at: datetime | None = None,
) -> AbusiveContact:
    """Reports the customer of a ticket; `message_ids` are messages of it that prove it. `hand_to_id` puts a supervisor
    in charge, `rest_minutes` begins a break. Raises NotFound, Invalid."""
    ticket = access(ticket_id, TicketPermission.ABUSE_REPORT, by=by)
    if by.agent_id is None:
        raise Invalid(field="by", reason=_("Only an agent can report abuse."))
    if kind not in AbuseKind.values:
        raise Invalid(field=_("Kind"), reason=_("choose one"))
    if len(note) > LONGEST or not 0 <= (minutes or 0) <= MOST_MINUTES:
        raise Invalid(field=_("What happened"), reason=_("at most %(count)s letters") % {"count": LONGEST})
    wanted = set(message_ids)
    if Message.objects.filter(ticket=ticket, pk__in=wanted).count() != len(wanted):
        raise Invalid(field="message_ids", reason=_("choose messages of this ticket"))
    if hand_to_id is not None and not _may_take(hand_to_id):
        raise Invalid(field="hand_to_id", reason=_("choose one"))
    moment = at or clock.now()
    row = AbusiveContact.objects.create(
        ticket=ticket,
        customer_id=ticket.customer_id,
        agent_id=by.agent_id,
        kind=AbuseKind(kind),
        note=note.strip(),
        minutes=minutes,
        message_ids=sorted(wanted),
        handed_to_id=hand_to_id,
        reported_at=moment,
    )
    news = AbuseReported(ticket_id=ticket.id, abuse_id=row.id, handed_to_id=hand_to_id)
    tell(ticket, news, by=by, at=moment)
    if hand_to_id is not None and assigning.hand_over(
        ticket, agent_id=hand_to_id, team_id=ticket.team_id, by=by, at=moment
    ):
        ticket.save()
    if rest_minutes:
        cooling_off.begin(row, minutes=rest_minutes, to_id=hand_to_id, by=by, at=moment)
    return row


@transaction.atomic
def take_step(abuse_id: int, *, kind: str, by: Actor, note: str = "") -> AbuseStep:
    """A supervisor records what was done; lifting it takes the warning off the customer. Raises NotFound, NotAllowed,
    Invalid."""
    row = AbusiveContact.objects.filter(pk=abuse_id).first()
    if row is None:
        raise NotFound
    ticket = access(row.ticket_id, TicketPermission.ABUSE_MANAGE, by=by)
    if kind not in StepKind.values or by.agent_id is None:
        raise Invalid(field=_("Step"), reason=_("choose one"))
    moment = clock.now()
    step = AbuseStep.objects.create(
        contact=row, kind=StepKind(kind), note=note.strip()[:LONGEST], agent_id=by.agent_id, taken_at=moment
    )
    row.lifted_at = moment if kind == StepKind.LIFTED else None
    row.save(update_fields=["lifted_at"])
    tell(ticket, AbuseStepTaken(ticket_id=ticket.id, abuse_id=row.id), by=by, at=moment)
    return step


def takers(*, by: Actor) -> set[int]:
    """Whom a ticket can be handed to: who may deal with abuse, but not the actor."""
    return agent_ids_holding(TicketPermission.ABUSE_MANAGE) - {by.agent_id or 0}


def _may_take(agent_id: int) -> bool:
    holding = agent_ids_holding(TicketPermission.ABUSE_MANAGE, [agent_id])
    return agent_id in holding and agent_id in agent_ids_holding(TicketPermission.REPLY, [agent_id])
