"""Spellings that a Japanese reader takes for the same compare as the same."""

import pytest

from madoguchi.kernel.text import company_key, fold, name_key, one_line


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ﾊﾟｽﾜｰﾄﾞ", "パスワード"),
        ("パスワード", "ぱすわーど"),
        ("ＡＢＣ１２３", "abc123"),
        ("髙橋", "高橋"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("山﨑", "山崎"),
        ("齋藤", "斉藤"),
        ("A－20391", "a-20391"),
        ("A‐20391", "A-20391"),
        ("東京\u3000大阪", " 東京  大阪\n"),
        ("見\u200bえない", "見えない"),
    ],
)
def test_the_same_to_a_reader_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("京都", "東京都"), ("は", "ば"), ("びょういん", "びよういん"), ("ビル", "ビール")]
)
def test_what_differs_to_a_reader_differs(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_names_meet_without_their_space(db: None) -> None:
    assert name_key("田中　太郎") == name_key("田中 太郎") == name_key("田中太郎")
    assert name_key("O'Brien, Pat") == "obrienpat"


@pytest.mark.parametrize(
    "name",
    ["㈱丸山食品", "株式会社丸山食品", "丸山食品株式会社", "（株）丸山食品", "丸山食品(株)", "丸山食品", "丸山食品 ㈱"],
)
def test_a_company_is_the_same_with_any_legal_form(name: str) -> None:
    assert company_key(name) == "丸山食品"


@pytest.mark.parametrize("name", ["Maruyama Foods Co., Ltd.", "MARUYAMA FOODS K.K.", "Maruyama Foods Inc."])
def test_a_company_is_the_same_with_any_english_form(name: str) -> None:
    assert company_key(name) == "maruyamafoods"


def test_a_company_that_is_called_like_a_legal_form_keeps_its_name() -> None:
    assert company_key("株式会社") == "株式会社"


def test_folding_twice_changes_nothing_more() -> None:
    for text in ("ﾊﾟｽﾜｰﾄﾞ", "髙橋 ＡＢＣ", "①㈱℡", "Straße", "İstanbul"):
        assert fold(fold(text)) == fold(text)


def test_a_name_on_one_line_holds_nothing_invisible() -> None:
    assert one_line("a\r\nBcc: x\u202e\u200b\x00 y") == "a Bcc: x y"
