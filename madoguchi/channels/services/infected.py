"""Files in which the virus scanner has found something: who may have one all the same."""

from django.db import transaction

from madoguchi.channels.errors import Infected
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.kernel.actors import Actor
from madoguchi.people.services import auditing
from madoguchi.tickets.models import Attachment


@transaction.atomic
def may_go_out(attachment: Attachment, *, virus: str, confirmed: bool, by: Actor) -> bool:
    """Whether to hand it out: after the warning, to who holds the right; each time audited.

    False: the warning has to be shown first. Raises Infected for everybody else.
    """
    if not by.has(ChannelPermission.INFECTED_OPEN):
        raise Infected(virus=virus)
    if confirmed:
        after = {"name": attachment.name, "virus": virus}
        auditing.note("infected_file:open", by=by, subject_kind="attachment", subject_id=attachment.id, after=after)
    return confirmed
