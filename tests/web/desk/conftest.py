"""Tickets that lie on the desk, and browsers in front of it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from madoguchi.channels.models import Inbox
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.plain.messages import Address, FilePart, InboundMessage
from madoguchi.tickets.services import opening
from tests import cast as people


@dataclass(frozen=True)
class Letter:
    """A mail that has become a ticket."""

    ticket_id: int
    message_id: int


Mail = Callable[..., Letter]


@pytest.fixture
def mail(cast: people.Cast) -> Mail:
    """Lets a customer write: mail(subject, text, team=...)."""
    number = 0
    inbox = Inbox.objects.create(
        name="サポート窓口", kind="mail", address="support@shop.example", team=cast.support, created_at=clock.now()
    )

    def write(
        subject: str = "炊飯器の保温ができません",
        text: str = "電源を入れても保温になりません。",
        *,
        reply: str = "",
        html: str = "",
        sender: Address | None = None,
        team_id: int | None = None,
        files: tuple[FilePart, ...] = (),
        thread_ids: tuple[str, ...] = (),
        to: tuple[Address, ...] = (),
        cc: tuple[Address, ...] = (),
    ) -> Letter:
        nonlocal number
        number += 1
        received = opening.receive(
            InboundMessage(
                external_id=f"letter-{number}@customer.example",
                sender=sender or Address(people.TANAKA_ADDRESS, "田中 一郎"),
                subject=subject,
                text=text,
                reply=reply,
                html=html,
                files=files,
                thread_ids=thread_ids,
                to=to,
                cc=cc,
            ),
            channel="mail",
            inbox_id=inbox.id,
            team_id=team_id or cast.support.id,
            raw_id=None,
            by=SYSTEM,
        )
        return Letter(received.ticket_id, received.message_id)

    return write


@pytest.fixture
def hana(cast: people.Cast) -> Client:
    """花's browser."""
    return people.signed_in(cast.hana)


@pytest.fixture
def ken(cast: people.Cast) -> Client:
    """健's browser (another team)."""
    return people.signed_in(cast.ken)


@pytest.fixture
def misaki(cast: people.Cast) -> Client:
    """美咲's browser (supervisor of all teams)."""
    return people.signed_in(cast.misaki)
