"""Links between tickets: related, parent, follow-up."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.tickets.access import access
from madoguchi.tickets.events_structure import TicketLinked, TicketUnlinked
from madoguchi.tickets.models import TicketLink
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell

KINDS = ("related", "parent", "follow_up")


@transaction.atomic
def link(ticket_id: int, *, other_id: int, by: Actor, kind: str = "related", at: datetime | None = None) -> TicketLink:
    """Links the ticket to another one that the actor may see too. A link that stands already is returned as it is.

    `parent`: the first is the parent of the other; `follow_up`: the other follows from the first.
    """
    if kind not in KINDS:
        raise Invalid(field="kind", reason=_("choose one of: %(choices)s") % {"choices": ", ".join(KINDS)})
    if ticket_id == other_id:
        raise Invalid(field="other_id", reason=_("A ticket cannot be linked to itself."))
    tickets = {number: access(number, TicketPermission.MERGE, by=by) for number in sorted((ticket_id, other_id))}
    first, second = (ticket_id, other_id) if kind != "related" else sorted((ticket_id, other_id))
    if kind != "related" and TicketLink.objects.filter(from_ticket=second, to_ticket=first, kind=kind).exists():
        raise Invalid(field="other_id", reason=_("These tickets are linked the other way round already."))
    moment = at or clock.now()
    row, created = TicketLink.objects.get_or_create(
        from_ticket_id=first,
        to_ticket_id=second,
        kind=kind,
        defaults={"by_kind": by.kind, "by_id": by.id, "linked_at": moment},
    )
    if created:
        for number, other in ((ticket_id, other_id), (other_id, ticket_id)):
            tell(tickets[number], TicketLinked(ticket_id=number, other_id=other, kind=kind), by=by, at=moment)
    return row


@transaction.atomic
def unlink(link_id: int, *, by: Actor) -> None:
    """Takes a link away. Both tickets must be visible."""
    row = TicketLink.objects.filter(pk=link_id).first()
    if row is None:
        raise NotFound
    pair = sorted((row.from_ticket_id, row.to_ticket_id))
    tickets = {number: access(number, TicketPermission.MERGE, by=by) for number in pair}
    row.delete()
    for number, other in (pair, reversed(pair)):
        tell(tickets[number], TicketUnlinked(ticket_id=number, other_id=other, kind=row.kind), by=by)
