"""Jobs of this room."""

from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import job
from madoguchi.people.services import absences


@job("people.act_on_absences", every=60)
def act_on_absences() -> None:
    """Begins absences that have come, and ends those that are over."""
    absences.act_on_time(by=SYSTEM)
