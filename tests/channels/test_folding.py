"""Labelled mails of many programs and languages: what is new is found, the rest is folded, nothing is lost."""

import pytest

from madoguchi.channels.base.mail import quote
from madoguchi.channels.base.mail.quote_pieces import pieces
from madoguchi.kernel.plain import html
from tests.channels.folding.cases import Case, cases, tidy

pytestmark = pytest.mark.once

CASES = {language: cases(language) for language in ("japanese", "international")}
EVERY = [pytest.param(case, id=f"{language}: {case.name}") for language, found in CASES.items() for case in found]
KNOWN_FAILURES: set[str] = set()


def text_of(case: Case) -> tuple[str, dict[int, str]]:
    if not case.html:
        return case.text, {}
    read = html.read(case.html)
    return read.text, read.hints


def right(case: Case) -> bool:
    text, hints = text_of(case)
    return tidy(quote.new_part(text, hints)) == tidy(case.reply)


@pytest.mark.parametrize("language", CASES)
def test_at_least_95_of_100_mails_are_folded_as_a_reader_would(language: str) -> None:
    found = CASES[language]
    assert len(found) >= 120
    assert len({case.name for case in found}) == len(found)
    assert sum(right(case) for case in found) >= 0.95 * len(found)


@pytest.mark.parametrize("case", EVERY)
def test_the_reader_sees_what_was_newly_written(case: Case) -> None:
    if case.name in KNOWN_FAILURES:
        assert not right(case), "no longer a failure: take it off the list"
        return
    text, hints = text_of(case)
    assert tidy(quote.new_part(text, hints)) == tidy(case.reply)


@pytest.mark.parametrize("case", EVERY)
def test_every_word_is_still_there_in_the_folded_parts(case: Case) -> None:
    text, hints = text_of(case)
    parts = pieces(text, quote.new_part(text, hints))
    assert tidy("\n".join(piece.text for piece in parts)) == tidy(text)


@pytest.mark.parametrize("case", [param for param in EVERY if param.values[0].labels])  # type: ignore[attr-defined]
def test_signature_and_quote_are_told_apart(case: Case) -> None:
    found = pieces(case.text, quote.new_part(case.text))
    folded = {piece.kind for piece in found if piece.kind != "new"}
    assert folded == {label for label in case.labels if label != "new"}
