"""The news of this room."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.events import Event, event


@event
@dataclass(frozen=True, kw_only=True)
class InboxChanged(Event):
    """An inbox was set up or changed; `names` are the changed values, without their content."""

    name = "inbox.changed"
    label = _("Inbox changed")
    inbox_id: int
    names: list[str]


@event
@dataclass(frozen=True, kw_only=True)
class InboxDeleted(Event):
    """An unused inbox was removed."""

    name = "inbox.deleted"
    label = _("Inbox deleted")
    inbox_id: int


@event
@dataclass(frozen=True, kw_only=True)
class RawQuarantined(Event):
    """A message could not be read; it is kept, with the reason."""

    name = "raw_message.quarantined"
    label = _("Message could not be read")
    raw_id: int
    inbox_id: int
    reason: str


@event
@dataclass(frozen=True, kw_only=True)
class RawRetried(Event):
    """A person sent an unreadable message through the reading once more."""

    name = "raw_message.retried"
    label = _("Message is read again")
    raw_id: int


@event
@dataclass(frozen=True, kw_only=True)
class RawDiscarded(Event):
    """A person threw a message away that no ticket shows; it can be taken back."""

    name = "raw_message.discarded"
    label = _("Message thrown away")
    raw_id: int


@event
@dataclass(frozen=True, kw_only=True)
class RawRestored(Event):
    """A person took back a message that was thrown away."""

    name = "raw_message.restored"
    label = _("Message taken back")
    raw_id: int


@event
@dataclass(frozen=True, kw_only=True)
class RawContentDeleted(Event):
    """Originals were deleted because the inbox keeps them no longer; `count` of them, what they became stays."""

    name = "raw_message.content_deleted"
    label = _("Originals deleted")
    inbox_id: int
    count: int


@event
@dataclass(frozen=True, kw_only=True)
class RawFiltered(Event):
    """A message came in that opens no ticket: a bounce, a loop, a second copy."""

    name = "raw_message.filtered"
    label = _("Message filtered")
    raw_id: int
    inbox_id: int
    reason: str


@event
@dataclass(frozen=True, kw_only=True)
class DeliveryNoticed(Event):
    """A receiver told about a message of ours: `kind` is delivered, read, deleted or complained."""

    name = "delivery.noticed"
    label = _("Told about by the receiver")
    ticket_id: int
    message_id: int
    kind: str
