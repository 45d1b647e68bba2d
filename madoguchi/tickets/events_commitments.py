"""The news of commitments (お約束): what we promised a customer, and what becomes of it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.events import event
from madoguchi.tickets.events import TicketEvent


@dataclass(frozen=True, kw_only=True)
class CommitmentEvent(TicketEvent):
    """Base: one about a commitment; `due_at` is ISO 8601."""

    commitment_id: int
    due_at: str


@event
@dataclass(frozen=True, kw_only=True)
class CommitmentMade(CommitmentEvent):
    """An answer promised something."""

    name = "commitment.made"
    label = _("Promise made")
    message_id: int


@event
@dataclass(frozen=True, kw_only=True)
class CommitmentKept(CommitmentEvent):
    """Done as promised; `late` tells whether that was after its time."""

    name = "commitment.kept"
    label = _("Promise kept")
    late: bool


@event
@dataclass(frozen=True, kw_only=True)
class CommitmentBroken(CommitmentEvent):
    """A person said that it could not be kept."""

    name = "commitment.broken"
    label = _("Promise not kept")


@event
@dataclass(frozen=True, kw_only=True)
class CommitmentDropped(CommitmentEvent):
    """It was none, or the customer needs it no more."""

    name = "commitment.dropped"
    label = _("Promise dropped")


@event
@dataclass(frozen=True, kw_only=True)
class CommitmentReopened(CommitmentEvent):
    """Still to be kept after all."""

    name = "commitment.reopened"
    label = _("Promise open again")


@event
@dataclass(frozen=True, kw_only=True)
class CommitmentRescheduled(CommitmentEvent):
    """Another time was agreed."""

    name = "commitment.rescheduled"
    label = _("Promise moved to another time")
    former_due_at: str


@event
@dataclass(frozen=True, kw_only=True)
class CommitmentNear(CommitmentEvent):
    """It falls due soon."""

    name = "commitment.near"
    label = _("Promise falls due soon")


@event
@dataclass(frozen=True, kw_only=True)
class CommitmentOverdue(CommitmentEvent):
    """Its time has passed and it is open."""

    name = "commitment.overdue"
    label = _("Promise overdue")
