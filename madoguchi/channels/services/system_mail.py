"""Mail of the house itself: invitations, password resets. Not for: anything to do with a ticket."""

import logging
import secrets

from django.db import transaction

from madoguchi.channels.base.errors import OutcomeUnknown, PermanentFailure, TemporaryFailure
from madoguchi.channels.queueing import later
from madoguchi.channels.services.adapting import adapter_of
from madoguchi.channels.services.outbox import domain_of
from madoguchi.channels.services.routing import way_out
from madoguchi.channels.services.signing_mail import signing_of
from madoguchi.kernel.actors import SYSTEM, Actor
from madoguchi.kernel.jobs import GiveUp, RetryLater
from madoguchi.kernel.plain.messages import Address, OutboundMessage
from madoguchi.people.permissions import PeoplePermission, require

log = logging.getLogger("madoguchi.channels")


@transaction.atomic
def send(*, to: str, subject: str, text: str, by: Actor = SYSTEM) -> None:
    """Enqueues a mail; without any inbox that can send it is only logged that it was not sent."""
    require(by, PeoplePermission.AGENT_MANAGE)
    inbox = way_out(None)
    if inbox is None:
        log.warning("no inbox can send system mail", extra={"subject": subject})
        return
    external_id = f"s.{secrets.token_hex(12)}@{domain_of(inbox)}"
    later("channels.system_mail", to=to, subject=subject, text=text, external_id=external_id)


def deliver(*, to: str, subject: str, text: str, external_id: str, by: Actor) -> None:
    """Sends one; called by the job. An unknown outcome is not repeated."""
    require(by, PeoplePermission.AGENT_MANAGE)
    inbox = way_out(None)
    if inbox is None:
        raise GiveUp("no inbox can send")
    sender = Address(inbox.address, inbox.display_name or inbox.name)
    try:
        mail = OutboundMessage(external_id, sender, (Address(to),), subject, text, auto=True, signing=signing_of(inbox))
        adapter_of(inbox).send(mail)
    except TemporaryFailure as problem:
        raise RetryLater(60, problem.reason) from problem
    except (PermanentFailure, OutcomeUnknown) as problem:
        raise GiveUp(problem.reason) from problem
