"""Why a message is on its ticket, in plain words (なぜこの問い合わせに?). Not for: finding the ticket (`threading`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.actors import Actor, ActorKind
from madoguchi.kernel.errors import NotFound
from madoguchi.people.queries import agent_names
from madoguchi.tickets.models import Message, MessageMove, TicketMerge, TicketSplit
from madoguchi.tickets.models import Ticket as TicketRow

BECAUSE: Mapping[str, str | Promise] = {
    "placed": _("It answers a message that a person had put on this ticket. That decision counts for what follows it."),
    "signed_id": _("It answers a message that we sent from this ticket: the id it names carries our signature."),
    "references": _("It answers a message that is on this ticket: it names that message's id."),
    "signed_talk": _("Outlook says it belongs to a conversation of ours; the conversation's id carries our signature."),
    "thread_index": _("Outlook says it belongs to a conversation that is on this ticket."),
    "shared_root": _("It goes back to the same message as others on this ticket, one that never came here."),
    "signed_address": _("It was sent to the address that we had made for this ticket; it carries our signature."),
    "reference": _("Its subject holds this ticket's reference."),
    "subject": _("The same customer wrote under the same subject within the last seven days."),
    "kept_apart": _("It points to another ticket, but an agent decided that what this sender writes belongs here."),
}
OPENED: Mapping[str, str | Promise] = {
    "": _("It opened this ticket: nothing in it points to an earlier one."),
    "stranger": _("It points to another ticket, but its sender is not known there. So it opened a ticket of its own."),
    "forged": _("It points to another ticket, but its sender is probably forged. So it opened a ticket of its own."),
    "kept_apart": _("It points to another ticket from which an agent keeps this sender. So it opened a new one."),
    "binned": _("It points to a ticket in the bin. So it opened a new one."),
    "among_spam": _("It answers us on a ticket among spam. So that nobody misses it, it opened a new one."),
    "follow_up": _("It points to a ticket that was done long ago. So it opened a new one that follows from it."),
}
AGAINST: Mapping[str, str | Promise] = {
    "weaker": _("points there, but is weaker evidence"),
    "stranger": _("points there, but the sender is not known on that ticket"),
    "forged": _("points there, but the sender is probably forged"),
    "kept_apart": _("points there, but an agent keeps this sender from that ticket"),
    "binned": _("points there, but that ticket is in the bin"),
    "among_spam": _("points there, but that ticket is among spam"),
    "follow_up": _("points there, but that ticket was done long ago"),
}
STANDING: Mapping[str, str | Promise] = {
    "customer": _("The customer of this ticket."),
    "participant": _("Somebody who takes part: was written to on this ticket, or has been confirmed."),
    "asked": _("Somebody outside to whom a message of this ticket had been handed on."),
    "colleague": _("Somebody of the customer's company who has not taken part before."),
    "stranger": _("Somebody unknown on this ticket, who answers a message of ours."),
}


@dataclass(frozen=True, slots=True)
class Other:
    """Evidence that was not followed. `ticket_id` is None where the reader may not see that ticket."""

    header: str
    value: str
    reason: str | Promise
    ticket_id: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """What a person did with the message. `from_id` and `to_id` are None where the reader may not see the ticket."""

    at: datetime
    actor: str
    from_id: int | None
    to_id: int | None
    apart: bool
    undone: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """All that is known about how a message came to its ticket. `placed`: the step by which a person put it here."""

    message: dict[str, Any]
    because: str | Promise
    header: str
    value: str
    standing: str | Promise
    subject: str
    against: list[Other] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    placed: Step | None = None


_COLUMNS = (
    *("id", "ticket_id", "kind", "author_name", "author_address", "reply_address", "subject", "created_at", "stranger"),
    *("standing", "threaded_by", "evidence", "verdict", "external_id", "customer_id", "agent_id", "channel", "raw_id"),
    *("ticket__customer_id", "ticket__customer__name"),
)


def origin(message_id: int, *, by: Actor) -> Origin:
    """Raises NotFound."""
    row = Message.objects.filter(pk=message_id).values(*_COLUMNS).first()
    if row is None:
        raise NotFound
    TicketRow.objects.get_visible(row["ticket_id"], by)
    why = row["evidence"] or {}
    first = Message.objects.filter(ticket_id=row["ticket_id"]).order_by("id").values_list("id", flat=True).first()
    steps = _steps(row)
    against = why.get("against", [])
    seen = _seen({one["ticket"] for one in against} | {one for step in steps for one in (step[2], step[3])}, by)
    names = agent_names(step[1] for step in steps if step[1] is not None)
    told = [
        Step(at, names.get(agent or 0, ""), seen.get(before), seen.get(to), apart, undone)
        for at, agent, before, to, apart, undone in steps
    ]
    standing = [step for step in told if not step.undone and step.to_id == row["ticket_id"]]
    return Origin(
        message=row,
        because=_because(row, opened="by" in why or first == message_id),
        header=why.get("header", ""),
        value=why.get("value", ""),
        standing=STANDING.get(row["standing"] or "", ""),
        subject=why.get("subject", ""),
        against=[
            Other(one["header"], one["value"], AGAINST.get(one["why"], one["why"]), seen.get(one["ticket"]))
            for one in against
        ],
        steps=told,
        placed=standing[-1] if standing else None,
    )


def _because(row: Mapping[str, Any], *, opened: bool) -> str | Promise:
    if row["kind"] != "inward":
        return _("It was written here.")
    if row["raw_id"] is None and not row["external_id"]:
        return _("A colleague entered it here.")
    known = OPENED if opened else BECAUSE
    return known.get(row["threaded_by"], OPENED[""] if opened else _("It came before reasons were kept."))


_Step = tuple[datetime, int | None, int, int, bool, bool]


def _steps(row: Mapping[str, Any]) -> list[_Step]:
    """(when, which agent, from, to, kept apart, undone), oldest first; follows the message from ticket to ticket."""
    found: dict[tuple[str, int], _Step] = {}
    known: set[int] = set()
    tickets = {row["ticket_id"]}
    while tickets - known:
        fresh = tickets - known
        known |= tickets
        near = Q(source_id__in=fresh) | Q(result_id__in=fresh)
        for move in MessageMove.objects.filter(near):
            if row["id"] in move.message_ids:
                found["move", move.id] = _step(move, move.moved_at, move.source_id, move.result_id, apart=move.apart)
        for split in TicketSplit.objects.filter(near):
            if row["id"] in split.message_ids:
                found["split", split.id] = _step(split, split.split_at, split.source_id, split.result_id)
        for merge in TicketMerge.objects.filter(Q(survivor_id__in=fresh) | Q(absorbed_id__in=fresh)):
            if row["id"] in merge.moved.get("messages", ()):
                found["merge", merge.id] = _step(merge, merge.merged_at, merge.absorbed_id, merge.survivor_id)
        tickets |= {number for step in found.values() for number in (step[2], step[3])}
    return sorted(found.values(), key=lambda step: step[0])


def _step(
    done: MessageMove | TicketSplit | TicketMerge, at: datetime, before: int, after: int, *, apart: bool = False
) -> _Step:
    agent = done.by_id if done.by_kind == ActorKind.AGENT else None
    return at, agent, before, after, apart, done.undone_at is not None


def _seen(ticket_ids: set[int], by: Actor) -> dict[int, int]:
    rows = TicketRow.objects.visible_to(by).filter(pk__in=ticket_ids).values_list("id", flat=True)
    return {number: number for number in rows}
