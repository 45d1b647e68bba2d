"""Learning from what people put among 迷惑メール and what they take out again."""

import secrets
from datetime import timedelta

from django.db import transaction

from madoguchi.channels.base import classifying
from madoguchi.channels.filters import learned
from madoguchi.channels.models import Learned, SpamMark
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.queueing import later
from madoguchi.kernel import clock, settings
from madoguchi.kernel.actors import Actor
from madoguchi.people.permissions import require
from madoguchi.people.services import auditing
from madoguchi.tickets import examples
from madoguchi.tickets.permissions import TicketPermission

MOST_EXAMPLES = 1500
SETTLE = timedelta(minutes=2)


def mark(ticket_id: int, *, spam: bool, by: Actor) -> None:
    """Keeps a person's judgement on the message that opened a ticket; what follows is learned a little later.

    Taking out of the box says something only when the ticket was there as spam.
    """
    require(by, TicketPermission.DELETE)
    first = examples.opening_message(ticket_id)
    if first is None:
        return
    message_id, verdict = first
    known = SpamMark.objects.filter(message_id=message_id).first()
    if not spam and not (known is not None and known.spam) and verdict.get("spam") != "yes":
        return
    SpamMark.objects.update_or_create(
        message_id=message_id, defaults={"spam": spam, "marked_by_id": by.agent_id, "marked_at": clock.now()}
    )
    later("channels.learn", key="learn", at=clock.now() + SETTLE)


def learn(*, by: Actor) -> classifying.Figures:
    """Learns everything anew from the newest examples and keeps the figures. Heavy: for a job away from the pages."""
    require(by, TicketPermission.OPEN)
    taught = _examples()
    figures = classifying.figures(taught)
    weights = classifying.learn(taught).tobytes()
    with transaction.atomic():
        Learned.objects.update_or_create(
            pk=1, defaults={"weights": weights, "figures": figures.plain(), "learned_at": clock.now()}
        )
        threshold = figures.threshold if figures.usable else None
        settings.write(learned.STATE, {"on": is_on(), "version": secrets.token_hex(8), "threshold": threshold})
    return figures


@transaction.atomic
def switch(on: bool, *, by: Actor) -> None:
    """Lets what was learned decide, or not. What was marked stays."""
    require(by, ChannelPermission.SPAM_MANAGE)
    if on != is_on():
        state = settings.read(learned.STATE, None) or {"version": "", "threshold": None}
        settings.write(learned.STATE, {**state, "on": on})
        auditing.note("spam_learning:switch", by=by, subject_kind="spam_learning", after={"on": on})


def is_on() -> bool:
    """Whether it may decide."""
    return bool((settings.read(learned.STATE, None) or {}).get("on", True))


def _examples() -> list[tuple[classifying.Features, bool]]:
    """Marked messages, and as good ones also those that somebody has answered: nobody answers spam."""
    spam, good = _marked(spam=True), _marked(spam=False)
    judged = {*spam, *good}
    answered = [number for number in examples.answered_ids(most=MOST_EXAMPLES) if number not in judged]
    good = [*good, *answered][:MOST_EXAMPLES]
    found = [(row, True) for row in _features(spam)] + [(row, False) for row in _features(good)]
    return sorted(found, key=lambda example: hash(example[0]))


def _marked(*, spam: bool) -> list[int]:
    rows = SpamMark.objects.filter(spam=spam).order_by("-marked_at").values_list("message_id", flat=True)
    return list(rows[:MOST_EXAMPLES])


def _features(message_ids: list[int]) -> list[classifying.Features]:
    return [
        classifying.features(sender=sender, subject=subject, text=text)
        for sender, subject, text in examples.texts(message_ids)
    ]
