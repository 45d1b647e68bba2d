"""Scores of texts for a question."""

import pytest

from madoguchi.kernel.ranking import Field

pytestmark = pytest.mark.once
TEXTS = {1: "返品 条件 返品", 2: "返品 送料", 3: "送料 無料 条件 会員 登録 退会"}


def filled(*numbers: int) -> Field:
    field = Field()
    for number in numbers:
        field.put(number, TEXTS[number].split())
    return field


def scores(field: Field, *terms: str) -> dict[int, float]:
    found: dict[int, float] = {}
    field.score(dict.fromkeys(terms, 1.0), found)
    return found


def test_rare_repeated_and_short_win() -> None:
    field = filled(1, 2, 3)
    assert field.rarity("会員") > field.rarity("返品") > field.rarity("冷蔵庫") == 0
    found = scores(field, "返品")
    assert found[1] > found[2] > 0
    assert 3 not in found
    found = scores(field, "送料")
    assert found[2] > found[3]


def test_the_order_of_changes_leaves_no_trace() -> None:
    changed = filled(3, 1, 2)
    changed.remove(2)
    changed.remove(7)
    changed.put(4, ["会員"])
    changed.remove(4)
    changed.put(2, TEXTS[2].split())
    assert len(changed) == 3 and 2 in changed and 4 not in changed
    for term in ("返品", "送料", "会員", "条件"):
        assert scores(changed, term) == scores(filled(1, 2, 3), term)


def test_an_empty_index_finds_nothing() -> None:
    field = Field()
    assert scores(field, "返品") == {}
    field.put(1, [])
    assert scores(field, "返品") == {}


def test_a_weight_counts_and_rarities_may_come_from_elsewhere() -> None:
    field = filled(1, 2, 3)
    found: dict[int, float] = {}
    field.score({"返品": 2.0}, found)
    assert found == {number: pytest.approx(2 * score) for number, score in scores(field, "返品").items()}
    given: dict[int, float] = {}
    field.score({"返品": 1.0}, given, rarities={"返品": 10.0})
    assert given[1] > found[1]
