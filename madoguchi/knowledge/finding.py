"""Finding the articles that answer a question, best first.

Question and answer of an article are scored as two indexes, and what people asked before as a third. Figures and what
was tried: `python -m bench retrieval`, docs/decisions/retrieval.md.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from madoguchi.kernel.actors import Actor, ActorKind
from madoguchi.kernel.errors import Invalid
from madoguchi.kernel.text import features
from madoguchi.knowledge.confidence import NOTHING, Confidence, confidence
from madoguchi.knowledge.models import Article
from madoguchi.knowledge.permissions import ArticlePermission
from madoguchi.knowledge.shelf import PUBLIC, STAFF, Shelf
from madoguchi.knowledge.snippets import snippet

LONGEST_QUESTION = 2_000
QUESTION = 1.0
ANSWER = 1.0
ASKED = 1.5
LEAST = 0.02
"""An article that earns less than this share of what a question could earn at most is not shown,"""
LEAST_SAID = 0.01
"""nor one that earns less than this by the words that tell something, whatever single letters add."""


ANYBODY = Actor(ActorKind.CUSTOMER)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article and how well it fits; a higher score is better, comparable only within one answer."""

    article_id: int
    score: float
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Result:
    """A hit as people and programs read it."""

    id: int
    external_id: str | None
    title: str
    snippet: str
    locale: str
    score: float
    confidence: Confidence


def find(text: str, *, by: Actor, locale: str | None = None, limit: int = 10) -> list[Hit]:
    """The published articles that the actor may read and that fit the question, best first; none fits an empty one."""
    wanted = features.weighted(text[:LONGEST_QUESTION])
    shelf = STAFF if by.has(ArticlePermission.READ) else PUBLIC
    return shelf.ask(lambda current: ranked(current, wanted, locale, limit))


def known_locale(asked: str) -> str | None:
    """The language asked for, None for all of them; Invalid when nothing is written in it."""
    languages = [code for code, _name in settings.LANGUAGES]
    if asked and asked not in languages:
        raise Invalid(field="locale", reason=" / ".join(languages))
    return asked or None


def results(text: str, *, by: Actor, locale: str | None = None, limit: int = 10) -> list[Result]:
    """As `find`, with what is shown of each article."""
    hits = find(text, by=by, locale=locale, limit=limit)
    rows = Article.objects.filter(pk__in=[hit.article_id for hit in hits])
    found = {row[0]: row for row in rows.values_list("id", "external_id", "question", "answer", "locale")}
    return [
        Result(number, external_id, title, snippet(answer, text), language, hit.score, hit.confidence)
        for hit in hits
        if hit.article_id in found
        for number, external_id, title, answer, language in [found[hit.article_id]]
    ]


def plain(found: Sequence[Result]) -> dict[str, Any]:
    """Results as programs get them: `results`, and how sure the first of them is an `answer`."""
    rows = [
        {
            **{name: getattr(one, name) for name in ("id", "external_id", "title", "snippet", "locale")},
            "score": round(one.score, 4),
            "answer": {"confidence": one.confidence.share, "band": one.confidence.band},
        }
        for one in found
    ]
    best = found[0].confidence if found else NOTHING
    return {"results": rows, "answer": {"confidence": best.share, "band": best.band}}


def ranked(shelf: Shelf, wanted: Mapping[str, float], locale: str | None, limit: int) -> list[Hit]:
    """The best articles on a shelf for a question's features (see kernel.text.features)."""
    if not any(feature.startswith(features.WORD) for feature in wanted):
        return []
    rarities = _rarities(shelf, wanted)
    most = (shelf.answer.k1 + 1) * sum(weight * rarities[term] for term, weight in wanted.items())
    scores = _said(shelf, wanted, most)
    for number, score in _nearest_asked(shelf, wanted, rarities).items():
        scores[number] = scores.get(number, 0.0) + ASKED * score * score / most
    least = LEAST * most
    best = sorted(
        (-score, number)
        for number, score in scores.items()
        if score >= least and (locale is None or shelf.locales.get(number) == locale)
    )[: limit + 1]
    return [
        Hit(number, -score, confidence(-score / most, _lead(best, place)))
        for place, (score, number) in enumerate(best[:limit])
    ]


def _said(shelf: Shelf, wanted: Mapping[str, float], most: float) -> dict[int, float]:
    """What the articles earn by question and answer, if they hold words that tell something."""
    telling = features.telling(wanted)
    beside = {term: weight for term, weight in wanted.items() if term not in telling}
    scores: dict[int, float] = {}
    shelf.question.score(telling, scores, weight=QUESTION)
    shelf.answer.score(telling, scores, weight=ANSWER)
    saying = [number for number, score in scores.items() if score >= LEAST_SAID * most]
    shelf.question.score(beside, scores, weight=QUESTION)
    shelf.answer.score(beside, scores, weight=ANSWER)
    return {number: scores[number] for number in saying}


def _rarities(shelf: Shelf, wanted: Mapping[str, float]) -> dict[str, float]:
    """How much each feature tells among the articles; one that no article has tells most."""
    unknown = math.log(1 + (len(shelf.answer) + 0.5) / 0.5)
    return {term: max(shelf.question.rarity(term), shelf.answer.rarity(term)) or unknown for term in wanted}


def _nearest_asked(shelf: Shelf, wanted: Mapping[str, float], rarities: Mapping[str, float]) -> dict[int, float]:
    """The score of the nearest past question of each article; how rare its words are, the articles say."""
    near: dict[int, float] = {}
    shelf.asked.score(wanted, near, rarities=rarities)
    nearest: dict[int, float] = {}
    for asked_id, score in near.items():
        number = shelf.owners[asked_id]
        nearest[number] = max(nearest.get(number, 0.0), score)
    return nearest


def _lead(best: Sequence[tuple[float, int]], place: int) -> float:
    first, own = best[0][0], best[place][0]
    other = first if place else best[1][0] if len(best) > 1 else 0.0
    return (own - other) / first
