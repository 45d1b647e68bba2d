"""A ticket that a mail of 田中様 opened, as the mail door would."""

from collections.abc import Callable

import pytest

from madoguchi.channels.services import inboxes
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.plain.messages import Address, InboundMessage
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.services import opening
from tests import cast as people
from tests.channels.conftest import inbox, postbox  # noqa: F401

MailIn = Callable[..., Ticket]


@pytest.fixture
def mail_in(cast: people.Cast) -> MailIn:
    """Lets a customer's mail come in and returns its ticket."""
    here = inboxes.create(kind="mail", name="サポート", address="support@madoguchi.example", by=SYSTEM)
    count = 0

    def send(
        subject: str = "炊飯器の保温について",
        text: str = "保温にすると焦げます。",
        *,
        sender: str = people.TANAKA_ADDRESS,
        name: str = "田中 一郎",
        team_id: int | None = cast.support.id,
        answers: str = "",
    ) -> Ticket:
        nonlocal count
        count += 1
        inbound = InboundMessage(
            external_id=f"mail-{count}@customer.example",
            sender=Address(sender, name),
            subject=subject,
            text=text,
            thread_ids=(answers,) if answers else (),
        )
        received = opening.receive(inbound, channel="mail", inbox_id=here.id, team_id=team_id, raw_id=None, by=SYSTEM)
        return Ticket.objects.get(pk=received.ticket_id)

    return send
