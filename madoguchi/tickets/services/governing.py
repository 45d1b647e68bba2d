"""Setting up how complaints are handled: root causes, and the policy of consent, follow-up and breaks."""

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import events, settings
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.text import one_line
from madoguchi.people.permissions import require
from madoguchi.people.services import auditing
from madoguchi.tickets.complaints.policy import MOST_CONSENTS, SETTING, Policy, policy
from madoguchi.tickets.errors import InUse
from madoguchi.tickets.events_structure import TicketSetupChanged
from madoguchi.tickets.models import ComplaintCause
from madoguchi.tickets.permissions import TicketPermission

LONGEST_FOLLOW_UP = 365
LONGEST_COOL_OFF = 7 * 24 * 60


@transaction.atomic
def save_cause(
    cause_id: int | None = None, *, name: str, by: Actor, position: int = 0, active: bool = True
) -> ComplaintCause:
    """Makes or changes a root cause. Raises NotAllowed, NotFound, Invalid."""
    require(by, TicketPermission.SETUP)
    row = ComplaintCause() if cause_id is None else ComplaintCause.objects.filter(pk=cause_id).first()
    if row is None:
        raise NotFound
    row.name = one_line(name)[:80]
    if not row.name:
        raise Invalid(field="name", reason=_("A name is needed."))
    row.position, row.active = max(0, position), active
    row.save()
    events.publish(TicketSetupChanged(kind="complaint_cause", object_id=row.id, verb="saved"), by=by)
    return row


@transaction.atomic
def delete_cause(cause_id: int, *, by: Actor) -> None:
    """Deletes a cause that no complaint names. Raises InUse otherwise."""
    require(by, TicketPermission.SETUP)
    row = ComplaintCause.objects.filter(pk=cause_id).first()
    if row is None:
        raise NotFound
    if row.complaints.exists():
        raise InUse
    row.delete()
    events.publish(TicketSetupChanged(kind="complaint_cause", object_id=cause_id, verb="deleted"), by=by)


@transaction.atomic
def set_policy(new: Policy, *, by: Actor) -> None:
    """Puts a policy in force. Raises NotAllowed, Invalid."""
    require(by, TicketPermission.SETUP)
    if not all(0 <= number <= MOST_CONSENTS for number in (*new.consents, new.compensation)):
        raise Invalid(field="consents", reason=_("a number is expected"))
    if not 0 <= new.follow_up_days <= LONGEST_FOLLOW_UP or not 0 <= new.cool_off_minutes <= LONGEST_COOL_OFF:
        raise Invalid(field="follow_up_days", reason=_("a number is expected"))
    before = asdict(policy())
    settings.write(SETTING, asdict(new))
    auditing.note("complaint_policy:update", by=by, subject_kind="complaint_policy", before=before, after=asdict(new))
    events.publish(TicketSetupChanged(kind="complaint_policy", object_id=0, verb="saved"), by=by)
