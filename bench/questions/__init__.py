"""Our own FAQ of three trades and what people asked, each question with the articles that answer it.

`NAME.jsonl` holds the articles (as `madoguchi knowledge import` takes them), `NAME.tsv` one question a line after the
names of its articles. Every question was written for this, none is taken from its article or from anywhere else.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
SETS = ("city", "shop", "helpdesk")


@dataclass(frozen=True, slots=True)
class Article:
    """A question and its answer."""

    external_id: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asked, and the articles that answer it."""

    text: str
    answers: frozenset[str]


@cache
def articles(name: str) -> list[Article]:
    """The FAQ of a trade."""
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [Article(one["external_id"], one["question"], one["answer"]) for one in found]


@cache
def asked(name: str) -> list[Question]:
    """The judged questions of a trade."""
    lines = (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [
        Question(text, frozenset(names.split(","))) for names, text in (line.split("\t", 1) for line in lines if line)
    ]
