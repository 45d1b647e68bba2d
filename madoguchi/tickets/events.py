"""The news of tickets. `label` is the line of the activity feed."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.events import Event, event


@dataclass(frozen=True, kw_only=True)
class TicketEvent(Event):
    """Base: every one names its ticket."""

    ticket_id: int


@dataclass(frozen=True, kw_only=True)
class MessageEvent(TicketEvent):
    """Base: one about a message of a ticket."""

    message_id: int


@event
@dataclass(frozen=True, kw_only=True)
class TicketOpened(TicketEvent):
    """A ticket came into being; `message_id` is its first message, `inbox_id` where it came in."""

    name = "ticket.opened"
    label = _("Ticket opened")
    customer_id: int
    message_id: int | None
    channel: str
    inbox_id: int | None
    auto: bool


@event
@dataclass(frozen=True, kw_only=True)
class MessageReceived(MessageEvent):
    """Something came in from the customer. `auto` marks machines, `opened` the first message of a ticket."""

    name = "message.received"
    label = _("Message received")
    customer_id: int
    auto: bool
    stranger: bool
    opened: bool


@event
@dataclass(frozen=True, kw_only=True)
class TicketReplied(MessageEvent):
    """A public answer was written and waits to be sent. `send_after` is ISO 8601 or empty."""

    name = "ticket.replied"
    label = _("Reply written")
    channel: str
    inbox_id: int | None
    auto: bool
    send_after: str


@event
@dataclass(frozen=True, kw_only=True)
class NoteWritten(MessageEvent):
    """An internal note was written; `mention_ids` are the agents named in it."""

    name = "note.written"
    label = _("Internal note written")
    mention_ids: list[int]


@event
@dataclass(frozen=True, kw_only=True)
class TicketAssigned(TicketEvent):
    """Team or agent in charge changed."""

    name = "ticket.assigned"
    label = _("Assignment changed")
    agent_id: int | None
    team_id: int | None
    former_agent_id: int | None
    former_team_id: int | None


@event
@dataclass(frozen=True, kw_only=True)
class TicketClosed(TicketEvent):
    """Done."""

    name = "ticket.closed"
    label = _("Ticket closed")


@event
@dataclass(frozen=True, kw_only=True)
class TicketReopened(TicketEvent):
    """Open again; `by_customer` tells whether a message of the customer did it."""

    name = "ticket.reopened"
    label = _("Ticket reopened")
    by_customer: bool


@event
@dataclass(frozen=True, kw_only=True)
class TicketSnoozed(TicketEvent):
    """Put aside until `until` (ISO 8601)."""

    name = "ticket.snoozed"
    label = _("Put on hold")
    until: str


@event
@dataclass(frozen=True, kw_only=True)
class TicketWoken(TicketEvent):
    """Back from hold; `due` tells whether its time had come."""

    name = "ticket.woken"
    label = _("Taken off hold")
    due: bool


@event
@dataclass(frozen=True, kw_only=True)
class TicketChanged(TicketEvent):
    """Properties changed: {name: [before, after]}."""

    name = "ticket.changed"
    label = _("Ticket changed")
    changes: dict[str, list[object]]


@event
@dataclass(frozen=True, kw_only=True)
class TicketTagged(TicketEvent):
    """Tags were added or removed."""

    name = "ticket.tagged"
    label = _("Tags changed")
    added: list[str]
    removed: list[str]


@event
@dataclass(frozen=True, kw_only=True)
class TicketShelved(TicketEvent):
    """Moved to spam or bin."""

    name = "ticket.shelved"
    label = _("Moved out of the way")
    status: str
    former_status: str


@event
@dataclass(frozen=True, kw_only=True)
class TicketRestored(TicketEvent):
    """Taken back from spam or bin."""

    name = "ticket.restored"
    label = _("Restored")
    status: str


@event
@dataclass(frozen=True, kw_only=True)
class MessageSent(MessageEvent):
    """The other side accepted the message."""

    name = "message.sent"
    label = _("Message sent")


@event
@dataclass(frozen=True, kw_only=True)
class MessageFailed(MessageEvent):
    """The message could not be delivered."""

    name = "message.failed"
    label = _("Sending failed")
    reason: str
    permanent: bool


@event
@dataclass(frozen=True, kw_only=True)
class MessageUnconfirmed(MessageEvent):
    """Nobody knows whether the other side accepted it."""

    name = "message.unconfirmed"
    label = _("Sending not confirmed")


@event
@dataclass(frozen=True, kw_only=True)
class MessageRetried(MessageEvent):
    """A person asked to send it again, under the same id; `only_to`, where not empty, are the only ones who get it."""

    name = "message.retried"
    label = _("Sending again")
    only_to: list[str] = field(default_factory=list)


@event
@dataclass(frozen=True, kw_only=True)
class MessageConfirmed(MessageEvent):
    """A person knows that an unconfirmed message did arrive."""

    name = "message.confirmed"
    label = _("Arrival confirmed by a person")


@event
@dataclass(frozen=True, kw_only=True)
class MessageRescheduled(MessageEvent):
    """A waiting message leaves at another time, `send_after` (ISO 8601)."""

    name = "message.rescheduled"
    label = _("Time of sending changed")
    send_after: str


@event
@dataclass(frozen=True, kw_only=True)
class MessageForwarded(MessageEvent):
    """A message was handed on to somebody outside the conversation; `unchanged` when it goes out as it came in."""

    name = "message.forwarded"
    label = _("Message forwarded")
    source_id: int
    unchanged: bool
    inbox_id: int | None
    send_after: str


@event
@dataclass(frozen=True, kw_only=True)
class MessageTakenBack(MessageEvent):
    """The sender took it back before it left."""

    name = "message.taken_back"
    label = _("Sending taken back")
