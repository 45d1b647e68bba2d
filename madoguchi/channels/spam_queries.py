"""Reads about spam for the screen: the lists, and how good what was learned is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from madoguchi.channels.base import classifying
from madoguchi.channels.models import FilterRule, Learned, SpamMark
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.services import learning
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.people.permissions import require
from madoguchi.tickets import examples

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class LearnedState:
    """Marks of people, the figures of the newest cross-validation (empty: none yet), and what it did lately."""

    on: bool
    acts: bool
    marked_spam: int
    marked_good: int
    figures: dict[str, Any]
    learned_at: datetime | None
    enough: int
    least_precision: float
    sorted_lately: int
    taken_back_lately: int


def rules(*, allow: bool, by: Actor) -> QuerySet[FilterRule]:
    """One of the two lists, newest first, with who wrote each line."""
    require(by, ChannelPermission.SPAM_MANAGE)
    return FilterRule.objects.select_related("made_by").filter(allow=allow).order_by("-id")


def learned(*, by: Actor) -> LearnedState:
    """How learning stands."""
    require(by, ChannelPermission.SPAM_MANAGE)
    row = Learned.objects.filter(pk=1).values_list("figures", "learned_at").first()
    figures, learned_at = row if row is not None else ({}, None)
    guessed = examples.sorted_by("spam_learned", since=clock.now() - LATELY)
    on = learning.is_on()
    return LearnedState(
        on=on,
        acts=on and bool(figures.get("usable")),
        marked_spam=SpamMark.objects.filter(spam=True).count(),
        marked_good=SpamMark.objects.filter(spam=False).count(),
        figures=figures,
        learned_at=learned_at,
        enough=classifying.ENOUGH,
        least_precision=classifying.LEAST_PRECISION,
        sorted_lately=guessed.count(),
        taken_back_lately=SpamMark.objects.filter(spam=False, message_id__in=guessed).count(),
    )
