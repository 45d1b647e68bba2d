"""What the sender of a message is to a ticket, and what that allows. Not for: finding the ticket (see `threading`).

An address in From that the own mail server found forged proves nothing by itself, and an agent's gives no rights.
"""

from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from madoguchi.customers.queries import same_company
from madoguchi.kernel import prepared
from madoguchi.kernel.plain.messages import InboundMessage
from madoguchi.tickets.evidence import SIGNED, Kind
from madoguchi.tickets.models import Message, MessageMove
from madoguchi.tickets.models.message import MessageKind, Purpose


class Standing(StrEnum):
    """The customer of the ticket; somebody who was written to on it or has been confirmed; somebody outside whom we
    asked about it; somebody of the customer's company; nobody known; nobody wanted."""

    CUSTOMER = "customer"
    PARTICIPANT = "participant"
    ASKED = "asked"
    COLLEAGUE = "colleague"
    STRANGER = "stranger"
    KEPT_APART = "kept_apart"


_KNOWN = (Standing.CUSTOMER, Standing.PARTICIPANT, Standing.ASKED)


class Sender:
    """Who wrote a message."""

    def __init__(self, inbound: InboundMessage, *, customer_id: int) -> None:
        self.address = inbound.sender.address.casefold()
        self.customer_id = customer_id
        self.forged = inbound.verdicts.get("dmarc") == "fail"
        self.claims_agent = "claims_agent" in inbound.verdicts
        self.asked_by: int | None = None

    def standing_on(self, ticket_id: int, *, customer_id: int) -> Standing:
        """What they are to a ticket of `customer_id`. Costs nothing for the customer themselves."""
        if customer_id == self.customer_id:
            return Standing.CUSTOMER
        if prepared.rows("apart", _apart_ids, ticket_id, self.customer_id):
            return Standing.KEPT_APART
        if self._takes_part(ticket_id):
            return Standing.PARTICIPANT
        self.asked_by = self._asked_in(ticket_id)
        if self.asked_by is not None:
            return Standing.ASKED
        return Standing.COLLEAGUE if same_company(customer_id, self.customer_id) else Standing.STRANGER

    def refusal(self, kind: Kind, standing: Standing) -> str:
        """Why this evidence is not enough from this sender; empty when it is."""
        if standing == Standing.KEPT_APART:
            return "kept_apart"
        if kind in SIGNED or standing in _KNOWN:
            return ""
        if standing == Standing.STRANGER:
            return "stranger"
        return "forged" if self.forged else ""

    def is_marked(self, kind: Kind, standing: Standing) -> bool:
        """Whether an agent has to say who this is before the message counts as one of the customer's side."""
        if standing in (Standing.COLLEAGUE, Standing.STRANGER) or (self.forged and kind not in SIGNED):
            return True
        return self.claims_agent and standing != Standing.CUSTOMER

    def _takes_part(self, ticket_id: int) -> bool:
        """Whether they wrote here without a mark, or were written to by us or by somebody without a mark."""
        return any(
            writer_id == self.customer_id or self._is_among(*to, *cc)
            for writer_id, to, cc in prepared.rows("between", _between, ticket_id)
        )

    def _asked_in(self, ticket_id: int) -> int | None:
        """The newest message that was handed on to them from this ticket."""
        handed_on = prepared.rows("handed on", _handed_on, ticket_id)
        return next((number for number, to, cc, bcc in handed_on if self._is_among(*to, *cc, *bcc)), None)

    def _is_among(self, *people: dict[str, str]) -> bool:
        return any(person.get("address", "").casefold() == self.address for person in people)


def apart_from(ticket_id: int, customer_id: int) -> "QuerySet[MessageMove]":
    """The decisions by which what this customer writes stays off the ticket, newest first."""
    rows = MessageMove.objects.filter(source_id=ticket_id, customer_id=customer_id, apart=True, undone_at=None)
    return rows.order_by("-id")


def _apart_ids(ticket_id: int, customer_id: int) -> "QuerySet[MessageMove, tuple[int]]":
    return apart_from(ticket_id, customer_id).values_list("id")[:1]


def _between(ticket_id: int) -> "QuerySet[Message, tuple[int | None, list[dict[str, str]], list[dict[str, str]]]]":
    rows = Message.objects.filter(ticket_id=ticket_id, stranger=False, purpose="").exclude(kind=MessageKind.NOTE)
    return rows.values_list("customer_id", "to", "cc")


def _handed_on(ticket_id: int) -> "QuerySet[Message, Any]":
    rows = Message.objects.filter(ticket_id=ticket_id, purpose__in=(Purpose.FORWARD, Purpose.REDIRECT))
    return rows.order_by("-id").values_list("id", "to", "cc", "bcc")
