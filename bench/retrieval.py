"""Does a customer's question find its article? Three sets of our own (bench/questions), several ways of looking.

python -m bench retrieval            the table: nDCG@10, P@1, recall@10; no database, no server
python -m bench retrieval --misses   also which questions failed, and what came instead
python -m bench retrieval --speed 2000   how long one question takes among so many articles
"""

import argparse
import math
import random
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from place import use
from questions import SETS, Article, Question, articles, asked

Search = Callable[[str], Sequence[int]]
FOLDS = 5


def main() -> None:
    """Prints what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--speed", type=int, default=0, metavar="ARTICLES")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        use(Path(folder))
        if wanted.speed:
            speed(wanted.speed)
        else:
            table(misses=wanted.misses)


def table(*, misses: bool) -> None:
    """Every way of looking, on every set for itself and on all together; the mean of the sets counts each alike."""
    all_articles = [article for name in SETS for article in articles(name)]
    print(
        f"{len(all_articles)} articles, {sum(len(asked(name)) for name in SETS)} questions; nDCG@10 / P@1 / recall@10"
    )
    heads = [*SETS, "mean", "one collection"]
    print(f"{'':34}" + "".join(f"{head:>19}" for head in heads))
    for label, ways in WAYS.items():
        apart = [measured(ways, articles(name), asked(name)) for name in SETS]
        mean = [sum(figures) / len(apart) for figures in zip(*apart, strict=True)]
        together = [measured(ways, all_articles, asked(name)) for name in SETS]
        whole = [sum(figures) / len(together) for figures in zip(*together, strict=True)]
        print(f"{label:34}" + "".join("   " + " / ".join(f"{x:.2f}" for x in row) for row in [*apart, mean, whole]))
    if misses:
        for name in SETS:
            show_misses(articles(name), asked(name))


def measured(
    way: Callable[[list[Article], list[Question]], Search], among: list[Article], questions: list[Question]
) -> list[float]:
    """nDCG@10, P@1 and recall@10, cross-validated: the way learns from the questions of the other folds, if at all."""
    order = list(range(len(questions)))
    random.Random(7).shuffle(order)
    figures = []
    for fold in range(FOLDS):
        held = [questions[number] for place, number in enumerate(order) if place % FOLDS == fold]
        past = [questions[number] for place, number in enumerate(order) if place % FOLDS != fold]
        search = way(among, past)
        for question in held:
            found = [among[number].external_id for number in search(question.text)[:10]]
            figures.append(judged(found, question.answers))
    return [sum(column) / len(figures) for column in zip(*figures, strict=True)]


def judged(found: Sequence[str], right: frozenset[str]) -> tuple[float, float, float]:
    """(nDCG@10, P@1, recall@10) of one list."""
    gain = sum(1 / math.log2(place + 2) for place, name in enumerate(found) if name in right)
    most = sum(1 / math.log2(place + 2) for place in range(min(10, len(right))))
    return gain / most, float(bool(found) and found[0] in right), len(right & set(found)) / len(right)


def by_like(among: list[Article], _past: list[Question]) -> Search:
    """The whole question as a part of the text."""
    texts = [f"{article.question}\n{article.answer}" for article in among]
    return lambda question: [number for number, text in enumerate(texts) if question in text]


def by_trigrams(among: list[Article], _past: list[Question]) -> Search:
    """SQLite FTS5 with its trigram tokenizer, any trigram of the question, BM25."""
    return _by_fts(among, "trigram", 3)


def by_trigram_phrase(among: list[Article], _past: list[Question]) -> Search:
    """SQLite FTS5 with its trigram tokenizer, the question as a phrase."""
    return _by_fts(among, "trigram", 0)


def _by_fts(among: list[Article], tokenizer: str, size: int) -> Search:
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE VIRTUAL TABLE texts USING fts5(text, tokenize='{tokenizer}')")
    rows = [(number, f"{article.question}\n{article.answer}") for number, article in enumerate(among)]
    database.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", rows)

    def search(question: str) -> list[int]:
        plain = question.replace('"', " ")
        pieces = [plain[start : start + size] for start in range(len(plain) - size + 1)] if size else [plain]
        match = " OR ".join(f'"{piece}"' for piece in pieces) or '""'
        found = database.execute("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10", [match])
        return [row[0] for row in found]

    return search


def by_bigrams(among: list[Article], _past: list[Question]) -> Search:
    """Pairs of letters with BM25."""
    return _by_terms(among, lambda text: [text[start : start + 2] for start in range(len(text) - 1)])


def by_words(among: list[Article], _past: list[Question]) -> Search:
    """Normalized content words in one index with BM25."""
    from madoguchi.kernel.text.terms import terms

    return _by_terms(among, terms)


def _by_terms(among: list[Article], cut: Callable[[str], list[str]]) -> Search:
    from madoguchi.kernel.ranking import Field

    field = Field()
    for number, article in enumerate(among):
        field.put(number, cut(f"{article.question}\n{article.answer}"))

    def search(question: str) -> list[int]:
        scores: dict[int, float] = {}
        field.score(dict.fromkeys(cut(question), 1.0), scores)
        return sorted(scores, key=lambda number: (-scores[number], number))

    return search


def ours(among: list[Article], _past: list[Question]) -> Search:
    """As the product ranks, without any past question."""
    return _ours(among, [])


def ours_with_past(among: list[Article], past: list[Question]) -> Search:
    """As the product ranks, knowing the questions of the other folds."""
    return _ours(among, past)


def _ours(among: list[Article], past: list[Question]) -> Search:
    from madoguchi.kernel.text import features
    from madoguchi.knowledge.finding import ranked
    from madoguchi.knowledge.shelf import Shelf

    shelf = Shelf(staff=False)
    for number, article in enumerate(among):
        kept = (_kept(article.question), article.question, _kept(article.answer), article.answer)
        shelf.put(number, *kept)
    places = {article.external_id: number for number, article in enumerate(among)}
    pairs = [(question.text, places[name]) for question in past for name in question.answers]
    for asked_id, (text, number) in enumerate(pairs):
        shelf.put_asked(asked_id, number, _kept(text), text)
    return lambda question: [hit.article_id for hit in ranked(shelf, features.weighted(question), None, 10)]


_cut: dict[str, str] = {}


def _kept(text: str) -> str:
    from madoguchi.kernel.text import features

    if text not in _cut:
        _cut[text] = features.stored(text)
    return _cut[text]


WAYS = {
    "LIKE '%question%'": by_like,
    "FTS5 trigram, phrase": by_trigram_phrase,
    "FTS5 trigram, any": by_trigrams,
    "pairs of letters": by_bigrams,
    "content words, one index": by_words,
    "ours": ours,
    "ours, with past questions": ours_with_past,
}


def show_misses(among: list[Article], questions: list[Question]) -> None:
    """Questions whose first hit is wrong."""
    search = ours(among, [])
    titles = {article.external_id: article.question for article in among}
    for question in questions:
        found = [among[number].external_id for number in search(question.text)]
        if not found or found[0] not in question.answers:
            wanted = " | ".join(titles[name] for name in sorted(question.answers))
            place = next((str(place) for place, name in enumerate(found, 1) if name in question.answers), "-")
            print(f"{question.text}\n    {titles[found[0]] if found else '-'}\n    wanted ({place}): {wanted}")


def speed(count: int) -> None:
    """Articles put together from the sentences of all sets; every question of the sets asked once, in this process."""
    chance = random.Random(1)
    sentences = [
        f"{sentence}。"
        for name in SETS
        for article in articles(name)
        for sentence in article.answer.split("。")
        if sentence
    ]
    titles = [article.question for name in SETS for article in articles(name)]
    among = [
        Article(str(number), chance.choice(titles), "".join(chance.sample(sentences, chance.randint(2, 8))))
        for number in range(count)
    ]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    search = ours(among, [])
    built = time.perf_counter() - began
    texts = [question.text for name in SETS for question in asked(name)]
    search(texts[0])
    took = []
    for text in texts:
        began = time.perf_counter()
        search(text)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"{count} articles of {statistics.mean(len(article.answer) for article in among):.0f} letters: "
        f"cut and built in {built:.1f} s, {grown:.0f} MB with the dictionary; "
        f"a question p50 {took[len(took) // 2]:.1f} ms, p99 {took[int(len(took) * 0.99)]:.1f} ms"
    )


if __name__ == "__main__":
    main()
