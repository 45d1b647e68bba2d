"""A small classifier for spam: naive Bayes over hashed runs of three letters, which needs no words and so reads
Japanese. Pure: examples in, weights and honest figures out.

`figures` come from cross-validation: every example is judged by weights that were learned without it.
"""

import math
import re
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from madoguchi.kernel.text import fold

PLACES = 1 << 16
MOST_TELLING = 120
TEXT_CHARS, SUBJECT_CHARS = 3000, 200
FOLDS = 5
ENOUGH = 20
LEAST_PRECISION = 0.98
LEAST_CAUGHT = 10
TOLERATED = 0.004
MARGIN = 1.0
_HOST = re.compile(r"https?://([^\s/:?#\"'<>]{3,120})", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")

Features = frozenset[int]


@dataclass(frozen=True, slots=True)
class Figures:
    """How good it is. `threshold` is the score from which a mail counts as spam."""

    spam: int
    good: int
    caught: int
    wrongly: int
    threshold: float

    @property
    def precision(self) -> float:
        """Of what it would call spam, how much is."""
        called = self.caught + self.wrongly
        return self.caught / called if called else 0.0

    @property
    def recall(self) -> float:
        """Of the spam, how much it would find."""
        return self.caught / self.spam if self.spam else 0.0

    @property
    def usable(self) -> bool:
        """Whether there are enough examples and it is right often enough, not by chance, to act."""
        enough = self.spam >= ENOUGH and self.good >= ENOUGH
        return enough and self.caught >= LEAST_CAUGHT and self.precision >= LEAST_PRECISION

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {**asdict(self), "precision": self.precision, "recall": self.recall, "usable": self.usable}


def features(*, sender: str, subject: str, text: str) -> Features:
    """The places that a message touches: three-letter runs of subject and text, its links' hosts, its domain."""
    body = _DIGITS.sub("0", fold(text[:TEXT_CHARS]))
    title = _DIGITS.sub("0", fold(subject[:SUBJECT_CHARS]))
    found = {f"d:{sender.rpartition('@')[2].lower()}", *(f"u:{host.lower()}" for host in _HOST.findall(text[:20_000]))}
    found.update(body[start : start + 3] for start in range(len(body) - 2))
    found.update(f"s:{title[start : start + 3]}" for start in range(len(title) - 2))
    return frozenset(zlib.crc32(piece.encode("utf-8", "replace")) % PLACES for piece in found)


def learn(examples: Sequence[tuple[Features, bool]]) -> "array[float]":
    """The weight of every place: above zero speaks for spam."""
    counts = [[0] * PLACES, [0] * PLACES]
    totals = [0, 0]
    for touched, spam in examples:
        row = counts[spam]
        totals[spam] += 1
        for place in touched:
            row[place] += 1
    good_total, spam_total = totals[0] + 1.0, totals[1] + 1.0
    return array(
        "f",
        (
            math.log((spam + 0.5) / spam_total) - math.log((good + 0.5) / good_total) if spam or good else 0.0
            for good, spam in zip(*counts, strict=True)
        ),
    )


def score(weights: "array[float]", touched: Features) -> float:
    """How much speaks for spam: the sum of the most telling weights, so that long texts count no more than short."""
    found = sorted((weights[place] for place in touched), key=abs, reverse=True)
    return sum(found[:MOST_TELLING])


def figures(examples: Sequence[tuple[Features, bool]]) -> Figures:
    """Cross-validation. The threshold is where hardly any good mail is left above, plus a margin."""
    scored = []
    for fold_number in range(FOLDS):
        weights = learn([example for place, example in enumerate(examples) if place % FOLDS != fold_number])
        scored += [(score(weights, touched), spam) for touched, spam in examples[fold_number::FOLDS]]
    good = sorted((value for value, spam in scored if not spam), reverse=True)
    threshold = max(good[int(len(good) * TOLERATED)] + MARGIN if good else 0.0, MARGIN)
    return Figures(
        spam=len(scored) - len(good),
        good=len(good),
        caught=sum(spam and value >= threshold for value, spam in scored),
        wrongly=sum(not spam and value >= threshold for value, spam in scored),
        threshold=threshold,
    )
