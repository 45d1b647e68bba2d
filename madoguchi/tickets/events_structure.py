"""The news of tickets II: merging, splitting, linking, escalating, bulk changes, and the set-up of tickets."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.events import Event, event
from madoguchi.tickets.events import TicketEvent


@event
@dataclass(frozen=True, kw_only=True)
class TicketMerged(TicketEvent):
    """This ticket took in another one with its messages."""

    name = "ticket.merged"
    label = _("Another ticket was merged into this one")
    absorbed_id: int
    merge_id: int


@event
@dataclass(frozen=True, kw_only=True)
class TicketAbsorbed(TicketEvent):
    """This ticket went into another one, where it lives on."""

    name = "ticket.absorbed"
    label = _("Merged into another ticket")
    survivor_id: int
    merge_id: int


@event
@dataclass(frozen=True, kw_only=True)
class TicketUnmerged(TicketEvent):
    """A merge was undone; this is the ticket that had taken in the other."""

    name = "ticket.unmerged"
    label = _("Merge undone")
    absorbed_id: int
    merge_id: int


@event
@dataclass(frozen=True, kw_only=True)
class TicketReleased(TicketEvent):
    """A merge was undone; this is the ticket that stands on its own again."""

    name = "ticket.released"
    label = _("Stands on its own again")
    survivor_id: int
    merge_id: int


@event
@dataclass(frozen=True, kw_only=True)
class TicketSplitApart(TicketEvent):
    """Messages of this ticket went into a new one."""

    name = "ticket.split"
    label = _("Messages were split off into a new ticket")
    result_id: int
    split_id: int
    message_ids: list[int]


@event
@dataclass(frozen=True, kw_only=True)
class TicketSplitOff(TicketEvent):
    """This ticket was made of messages of another one."""

    name = "ticket.split_off"
    label = _("Split off from another ticket")
    source_id: int
    split_id: int


@event
@dataclass(frozen=True, kw_only=True)
class TicketSplitUndone(TicketEvent):
    """The messages went back to this ticket."""

    name = "ticket.split_undone"
    label = _("Split undone")
    result_id: int
    split_id: int


@event
@dataclass(frozen=True, kw_only=True)
class MessageMoved(TicketEvent):
    """A person moved messages of this ticket to another one; `apart`: later ones of this sender go there too."""

    name = "message.moved"
    label = _("Message moved to another ticket")
    message_id: int
    result_id: int
    move_id: int
    apart: bool


@event
@dataclass(frozen=True, kw_only=True)
class MessageMovedIn(TicketEvent):
    """A person moved messages of another ticket to this one; `opened`: this ticket was made for them."""

    name = "message.moved_in"
    label = _("Message moved here from another ticket")
    message_id: int
    source_id: int
    move_id: int
    opened: bool


@event
@dataclass(frozen=True, kw_only=True)
class MessageMoveUndone(TicketEvent):
    """Moved messages went back; told on both tickets."""

    name = "message.move_undone"
    label = _("Move of a message undone")
    message_id: int
    other_id: int
    move_id: int


@event
@dataclass(frozen=True, kw_only=True)
class SenderConfirmed(TicketEvent):
    """An agent said who wrote: the customer from another address (`same_person`), or somebody else who belongs here."""

    name = "sender.confirmed"
    label = _("Sender confirmed")
    message_id: int
    customer_id: int
    address: str
    same_person: bool


@event
@dataclass(frozen=True, kw_only=True)
class TicketLinked(TicketEvent):
    """A link to another ticket was made; `kind` is related, parent or follow_up."""

    name = "ticket.linked"
    label = _("Linked to another ticket")
    other_id: int
    kind: str


@event
@dataclass(frozen=True, kw_only=True)
class TicketUnlinked(TicketEvent):
    """A link to another ticket was taken away."""

    name = "ticket.unlinked"
    label = _("Link removed")
    other_id: int
    kind: str


@event
@dataclass(frozen=True, kw_only=True)
class TicketEscalated(TicketEvent):
    """Handed to another tier, with a hand-over record."""

    name = "ticket.escalated"
    label = _("Escalated")
    escalation_id: int
    from_team_id: int | None
    to_team_id: int
    from_tier: int
    to_tier: int


@event
@dataclass(frozen=True, kw_only=True)
class TicketHandedBack(TicketEvent):
    """Given back to where it was escalated from, with an answer."""

    name = "ticket.handed_back"
    label = _("Handed back with an answer")
    escalation_id: int
    to_team_id: int | None


@event
@dataclass(frozen=True, kw_only=True)
class TicketEscalationWithdrawn(TicketEvent):
    """Who escalated it took that back at once."""

    name = "ticket.escalation_withdrawn"
    label = _("Escalation taken back")
    escalation_id: int


@event
@dataclass(frozen=True, kw_only=True)
class TicketTakenOver(TicketEvent):
    """An agent took the reply over from a colleague who was writing one."""

    name = "ticket.taken_over"
    label = _("Reply taken over from a colleague")
    from_agent_id: int


@event
@dataclass(frozen=True, kw_only=True)
class MacroApplied(TicketEvent):
    """A macro's changes were made to the ticket."""

    name = "macro.applied"
    label = _("Macro used")
    macro_id: int
    macro_name: str


@event
@dataclass(frozen=True, kw_only=True)
class BulkChangeStarted(Event):
    """Many tickets are being changed at once."""

    name = "bulk_change.started"
    label = _("Bulk change started")
    bulk_id: int
    total: int


@event
@dataclass(frozen=True, kw_only=True)
class BulkChangeFinished(Event):
    """A bulk change is through; some tickets may have refused it."""

    name = "bulk_change.finished"
    label = _("Bulk change finished")
    bulk_id: int
    done: int
    failed: int


@event
@dataclass(frozen=True, kw_only=True)
class BulkChangeUndone(Event):
    """A bulk change was taken back."""

    name = "bulk_change.undone"
    label = _("Bulk change undone")
    bulk_id: int


@event
@dataclass(frozen=True, kw_only=True)
class TicketSetupChanged(Event):
    """A category, custom field, tag, macro or view was saved, moved or deleted (`verb`)."""

    name = "ticket_setup.changed"
    label = _("Set-up of tickets changed")
    kind: str
    object_id: int
    verb: str
