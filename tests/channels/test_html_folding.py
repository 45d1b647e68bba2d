"""In HTML the same parts are folded away as in its text; nothing is taken out."""

import re

import pytest
from lxml import html as parser

from madoguchi.channels.base.mail import html_folding
from madoguchi.kernel.plain import html
from tests.channels.folding.cases import Case, cases, tidy

pytestmark = pytest.mark.once

CASES = [
    pytest.param(case, id=f"{language}: {case.name}")
    for language in ("japanese", "international")
    for case in cases(language)
    if case.html
]


def shown(markup: str) -> str:
    """The words of a page on which the folded parts are not displayed."""
    tree = parser.fragment_fromstring(markup, create_parent="div")
    for folded in tree.xpath(".//*[@data-part]"):
        folded.drop_tree()
    return html.to_text(parser.tostring(tree, encoding="unicode"))


@pytest.mark.parametrize("case", CASES)
def test_the_frame_shows_what_was_newly_written(case: Case) -> None:
    markup, any_folded = html_folding.folded(html.sanitise(case.html)[0])
    assert tidy(shown(markup)) == tidy(case.reply)
    assert any_folded == ("kept" not in case.name)


@pytest.mark.parametrize("case", CASES)
def test_every_word_is_still_in_the_page(case: Case) -> None:
    safe = html.sanitise(case.html)[0]
    markup, _any = html_folding.folded(safe)
    assert words(markup) == words(safe)


def words(markup: str) -> str:
    return "".join(re.sub(r"<[^<>]*>", "", parser.tostring(parser.fromstring(f"<div>{markup}</div>")).decode()).split())


def test_a_picture_that_was_sent_stays_and_the_logo_of_the_signature_is_folded() -> None:
    markup, _any = html_folding.folded(
        '<div>こちらです。</div><div><img src="cid:photo"></div><div id="Signature">花<img src="cid:logo"></div>'
    )
    tree = parser.fragment_fromstring(markup, create_parent="div")
    folded = {image.get("src"): bool(image.xpath("ancestor::*[@data-part]")) for image in tree.iter("img")}
    assert folded == {"cid:photo": False, "cid:logo": True}


def test_a_picture_above_the_first_words_stays() -> None:
    page, any_folded = html_folding.folded('<p><img src="https://x.example/logo.png"></p><p>冬のセール</p>')
    assert "data-part" not in page
    assert not any_folded


def test_what_stands_around_a_nested_quote_is_folded_in_its_place() -> None:
    markup, _any = html_folding.folded(
        "<p>はい。<br>2024年9月10日(火) 10:00 店 &lt;a@b.example&gt;:<br>&gt; 伺います。</p>"
    )
    assert markup.startswith("<p>はい。<br>")
    assert tidy(shown(markup)) == "はい。"
