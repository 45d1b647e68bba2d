"""The index of the search: filters, relevance, older entries, and that it always says what the table says."""

import pytest
from django.db import connection, transaction

from madoguchi.kernel import indexing, inverted, search
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.models import SearchEntry
from madoguchi.tickets import matching, searching
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.searching import search_tickets
from madoguchi.tickets.services import changing, noting, opening
from tests.cast import Cast, acting

only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL builds it beside the work")
OPEN = {"field": "status", "operator": "any_of", "value": ["open"]}


def opened(cast: Cast, subject: str, text: str) -> Ticket:
    return opening.open_ticket(
        subject=subject,
        customer_id=cast.tanaka.id,
        text=text,
        kind="inward",
        team_id=cast.support.id,
        by=SYSTEM,
    )


def ids(cast: Cast, text: str, **how: object) -> list[int]:
    return search_tickets(text, by=acting(cast.hana), **how).ids  # type: ignore[arg-type]


def test_conditions_narrow_before_the_limit_cuts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first = opened(cast, "送料", "送料を教えて")
    changing.change(first.id, status="open", by=acting(cast.hana))
    for number in range(4):
        opened(cast, f"送料 {number}", "送料の件")
    assert ids(cast, "送料", conditions=[OPEN], limit=2) == [first.id]
    monkeypatch.setattr(searching, "SINGLE_HEAD", 2)
    monkeypatch.setattr(matching, "FEW", 0)
    assert ids(cast, "送料", conditions=[OPEN], limit=2) == [first.id]


def test_common_words_meet_beyond_the_first_look(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "HEAD", 2)
    both = opened(cast, "倉庫", "送料の件")
    for number in range(4):
        opened(cast, f"倉庫 {number}", "棚の件")
        opened(cast, f"送料 {number}", "金額の件")
    assert ids(cast, "倉庫 送料") == [both.id]


def test_by_relevance_the_ticket_about_it_comes_first_and_some_words_last(cast: Cast) -> None:
    about = opened(cast, "返品", "返品の送料はいくらですか")
    aside = opened(cast, "冷蔵庫", "音がうるさい。" * 20 + "棚が割れた。扉が閉まらない。送料を払った。返品もしたい。")
    half = opened(cast, "送料", "金額の件")
    assert ids(cast, "返品 送料") == [aside.id, about.id]
    assert ids(cast, "返品 送料", order="relevance") == [about.id, aside.id, half.id]


def test_equal_tickets_come_newest_first_by_relevance_on_every_database(cast: Cast) -> None:
    short = [opened(cast, "返品", "返品の送料") for _number in range(4)]
    long = [opened(cast, "返品", "返品の送料" + "、倉庫の棚にある部品の在庫と保証" * 3) for _number in range(4)]
    one_word = [opened(cast, "送料", "送料") for _number in range(3)]
    noting.note(short[1].id, text="返品の送料", by=acting(cast.hana))
    expected = [short[1], short[3], short[2], short[0], *reversed(long), *reversed(one_word)]
    assert ids(cast, "返品 送料", order="relevance") == [ticket.id for ticket in expected]
    assert ids(cast, "送料 返品", order="relevance") == [ticket.id for ticket in expected]


@pytest.mark.parametrize(("typed", "found"), [("a-203", True), ("smi", True), ("ぱすわーど", True), ("203", False)])
def test_codes_are_found_by_their_beginning_and_katakana_by_hiragana(cast: Cast, typed: str, found: bool) -> None:
    opened(cast, "別件", "洗濯機の音がする")
    ticket = opened(cast, "お知らせ", "注文番号 A-20391、smithereens、パスワード" if found else "注文番号 920391")
    [word] = search.words(typed)
    held = search.newest("ticket", word, below=inverted.end(), most=10)
    assert [owner for _entry, owner in held] == ([ticket.id] if found else [])


def test_a_rolled_back_message_leaves_nothing_in_the_index(cast: Cast) -> None:
    ticket = opened(cast, "送料", "送料の件")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        noting.note(ticket.id, text="倉庫に確認中", by=acting(cast.hana))
        raise ZeroDivisionError
    assert ids(cast, "倉庫") == []
    noting.note(ticket.id, text="店舗に確認中", by=acting(cast.hana))
    SearchEntry.objects.filter(terms__contains="送料").delete()
    assert ids(cast, "送料", order="relevance") == []
    assert ids(cast, "店舗") == [ticket.id]


@only_sqlite
def test_older_entries_are_found_before_and_after_they_are_indexed(cast: Cast) -> None:
    tickets = [opened(cast, f"送料 {number}", "倉庫の件") for number in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO kernel_search_index (kernel_search_index) VALUES ('delete-all')")
        cursor.execute("UPDATE kernel_search_mark SET below = (SELECT max(id) FROM kernel_search_entry)")
    new = opened(cast, "送料", "店舗の件")
    changing.change(tickets[0].id, subject="運賃", by=acting(cast.hana))
    expected = [new.id, *(ticket.id for ticket in reversed(tickets))]
    assert ids(cast, "送料") == expected
    assert indexing.missing() > 0
    assert indexing.take_in(seconds=60) == 0
    assert ids(cast, "送料") == expected
    assert ids(cast, "運賃") == [tickets[0].id]
    assert indexing.agrees()


@only_sqlite
def test_an_index_that_says_something_else_is_noticed(cast: Cast) -> None:
    opened(cast, "送料", "倉庫の件")
    assert indexing.agrees()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO kernel_search_index (rowid, terms) VALUES (999999, ' 倉庫 ')")
    assert not indexing.agrees()
