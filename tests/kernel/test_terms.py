"""What people type in different ways is cut into the same terms."""

import threading

import pytest

from madoguchi.kernel.text import dictionary, features, thesaurus
from madoguchi.kernel.text.terms import cut, terms

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("荷物が届かない", "荷物が届きません"),
        ("荷物が届かない", "荷物は届いていないです"),
        ("ﾊﾟｽﾜｰﾄﾞ", "パスワード"),
        ("ＡＢＣ", "abc"),
        ("問い合わせ", "問合せ"),
        ("サーバー", "サ−バ"),
        ("見積もり", "見積り"),
        ("引越し", "引っ越し"),
        ("㈱山田", "株式会社山田"),
        ("髙島屋", "高島屋"),
        ("二千円", "２０００円"),
        ("Wi-Fi", "ｗｉ－ｆｉ"),
    ],
)
def test_spellings_of_one_thing_meet(one: str, other: str) -> None:
    assert terms(one) == terms(other) != []


def test_kyoto_is_not_in_tokyo_to() -> None:
    assert not set(terms("京都")) & set(terms("東京都"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("注文番号A-20391について", {"a20391", "20391"}),
        ("型番SR-900KZの部品", {"sr900kz", "sr", "900kz", "900", "kz"}),
        ("tanaka@kawakami.example まで", {"tanakakawakamiexample", "tanaka", "kawakami"}),
        ("電話は03-1234-5678です", {"0312345678", "1234", "5678"}),
        ("https://www.example.jp/faq/returns を見た", {"example", "faq", "returns"}),
        ("伝票1234567890", {"1234567890"}),
    ],
)
def test_codes_are_kept_whole_and_in_parts(text: str, wanted: set[str]) -> None:
    assert wanted <= set(terms(text))


def test_questions_of_manners_only_hold_no_word() -> None:
    assert terms("どうすればいいですか？教えてください。") == []


def test_everyday_and_office_words_share_a_topic() -> None:
    assert set(cut("はんこ").topics) & set(cut("印鑑").topics)
    assert set(cut("籍を入れる").topics) & set(cut("婚姻").topics)
    assert thesaurus.topics(["そんな語はない"]) == []


@pytest.mark.parametrize("text", ["", " ", "\x00\ud800", "?" * 10_000, "あ" * 60_000, "a1-" * 30_000, "１" * 40_000])
def test_no_text_breaks_the_cutting(text: str) -> None:
    assert all(" " not in term and term for term in terms(text))
    assert isinstance(features.weighted(text[:2_000]), dict)


def test_two_threads_cut_at_once() -> None:
    texts = ["荷物が届かないので調べてほしい", "パスワードを忘れてログインできません"]
    wanted = [terms(text) for text in texts]
    found: list[bool] = []

    def work(number: int) -> None:
        found.extend(terms(texts[number]) == wanted[number] for _again in range(200))

    threads = [threading.Thread(target=work, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 400


def test_a_rested_dictionary_answers_as_before() -> None:
    before = terms("国民健康保険料を払いたい")
    dictionary.rest()
    assert terms("国民健康保険料を払いたい") == before
