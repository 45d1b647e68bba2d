"""Promises in what agents write: found when there, with the right time, and not seen where there is none."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from madoguchi.tickets.promises.grammar import may_promise, promises
from madoguchi.tickets.promises.times import Office
from tests.tickets.promises.sentences import HELD_OUT_NONE, HELD_OUT_PROMISES, NONE, PROMISES

pytestmark = pytest.mark.once
TOKYO = ZoneInfo("Asia/Tokyo")
WRITTEN_AT = datetime(2026, 11, 18, 10, 30, tzinfo=TOKYO)
OFFICE = Office(lambda day: day.weekday() < 5 and day != date(2026, 11, 23), lambda _day: time(18))


def found(text: str) -> list[str | None]:
    return [
        promise.due_at.strftime("%Y-%m-%d %H:%M") if promise.due_at else None
        for promise in promises(text, at=WRITTEN_AT, office=OFFICE)
    ]


@pytest.mark.parametrize(("sentence", "due"), [*PROMISES, *HELD_OUT_PROMISES])
def test_a_promise_is_found_with_its_time(sentence: str, due: str | None) -> None:
    assert found(sentence) == [due]
    assert may_promise(sentence)


@pytest.mark.parametrize("sentence", [*NONE, *HELD_OUT_NONE])
def test_what_promises_nothing_is_left_alone(sentence: str) -> None:
    assert found(sentence) == []


def test_a_whole_letter_is_read_sentence_by_sentence_without_what_it_quotes() -> None:
    letter = (
        "田中様\n\nお世話になっております。\n本日中に代替品を発送いたします。修理品は3日以内にご返送ください。\n"
        "見積書は来週火曜日までにお送りいたします。\n\n> 明日までにご連絡いたします。\n"
    )
    read = promises(letter, at=WRITTEN_AT, office=OFFICE)
    assert [promise.sentence for promise in read] == [
        "本日中に代替品を発送いたします。",
        "見積書は来週火曜日までにお送りいたします。",
    ]
    assert letter[read[1].start : read[1].end] == read[1].sentence


def test_an_hour_belongs_to_the_day_it_is_said_of() -> None:
    assert found("修理品は本日完了させ、明日の午前中にお届けいたします。") == ["2026-11-18 18:00"]
    assert found("明日の15時に発送し、金曜の午前中にお届けいたします。") == ["2026-11-19 15:00"]


def test_a_very_long_text_is_read_in_a_line() -> None:
    assert found("明日" * 50_000 + "ご連絡いたします") == ["2026-11-19 18:00"]
    assert found("3営業日以内に" * 20_000) == []
