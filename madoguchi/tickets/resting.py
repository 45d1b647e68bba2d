"""Who has a break after an abusive contact, asked before somebody gets a ticket. Not for: beginning one (see
`services.cooling_off`)."""

from django.utils import formats, timezone

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.tickets.errors import AgentCoolsOff
from madoguchi.tickets.models import CoolOff


def refuse_resting(agent_id: int, *, customer_id: int, by: Actor) -> None:
    """Raises AgentCoolsOff for an agent who has a break: others give them nothing, and they take nothing of that
    customer themselves."""
    rests = CoolOff.objects.filter(agent_id=agent_id, ended_at=None, until__gt=clock.now())
    for until, whose in rests.values_list("until", "contact__customer_id"):
        if agent_id != by.agent_id or whose == customer_id:
            raise AgentCoolsOff(until=formats.date_format(timezone.localtime(until), "DATETIME_FORMAT"))


def resting_ids() -> set[int]:
    """Everybody who has a break at this moment: no candidates for new work."""
    return set(CoolOff.objects.filter(ended_at=None, until__gt=clock.now()).values_list("agent_id", flat=True))
