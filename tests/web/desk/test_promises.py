"""お約束: what an answer promises is kept in mind until it is done, by whoever is in charge."""

import html
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from madoguchi.calendars.services import schedules
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.models import EventRow
from madoguchi.notifications import queries as bell
from madoguchi.reports import queries as reports
from madoguchi.tickets.models import Commitment, Ticket, View
from madoguchi.tickets.services import assigning, bulk, merging, moving, reminding, replying
from tests import cast as people
from tests.web.desk.conftest import Letter, Mail

JSON = {"Accept": "application/json", "X-Fragment": "1"}
FRAGMENT = {"X-Fragment": "1"}
WEDNESDAY = "2026-11-18 10:30"
IN_THREE_DAYS = "3営業日以内にご連絡いたします。"
TODAY = "本日中に代替品を発送いたします。"
Answer = Callable[..., Any]


def tokyo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Tokyo"))


@contextmanager
def at(moment: str) -> Iterator[None]:
    with clock.held_at(tokyo(moment)):
        yield


@pytest.fixture
def letter(mail: Mail) -> Letter:
    weekly = {str(day): [["09:00", "18:00"]] for day in range(5)}
    schedules.create(name="平日", time_zone="Asia/Tokyo", weekly=weekly, holidays="JP", days={}, by=SYSTEM)
    with at(WEDNESDAY):
        return mail()


@pytest.fixture
def answer(hana: Client, letter: Letter) -> Answer:
    """花 answers at a time; returns what the server said."""

    def write(text: str, moment: str = WEDNESDAY, **more: Any) -> Any:
        last_seen = Ticket.objects.get(pk=letter.ticket_id).last_message_id
        with at(moment):
            return hana.post(
                f"/tickets/{letter.ticket_id}/replies", {"text": text, "last_seen_id": last_seen, **more}, headers=JSON
            )

    return write


def promises() -> list[tuple[str, str, str]]:
    zone = ZoneInfo("Asia/Tokyo")
    return [
        (row.words, f"{row.due_at.astimezone(zone):%m-%d %H:%M}", row.state)
        for row in Commitment.objects.order_by("id")
    ]


def events(name: str) -> int:
    return EventRow.objects.filter(name=f"commitment.{name}").count()


def shown(client: Client, address: str, moment: str) -> str:
    with at(moment):
        return html.unescape(client.get(address, headers=FRAGMENT).content.decode())


def test_hana_sees_what_her_answer_promises_while_she_writes(hana: Client, letter: Letter) -> None:
    text = f"田中様\n\n{IN_THREE_DAYS}\n折り返しお電話いたします。\n\n> {TODAY}"
    with at(WEDNESDAY):
        asked = hana.post(f"/tickets/{letter.ticket_id}/checks", {"text": text}, headers=JSON)
    assert asked.json()["promises"] == [
        {"words": IN_THREE_DAYS, "due_at": "2026-11-24T18:00:00+09:00", "vague": False},
        {"words": "折り返しお電話いたします。", "due_at": "2026-11-19T18:00:00+09:00", "vague": True},
    ]
    assert promises() == []


def test_a_promise_that_goes_out_is_kept_on_ticket_and_list(hana: Client, letter: Letter, answer: Answer) -> None:
    assert answer(f"田中様\n\n{IN_THREE_DAYS}").status_code == 201
    assert promises() == [(IN_THREE_DAYS, "11-24 18:00", "open")]
    assert events("made") == 1
    pane = shown(hana, f"/tickets/{letter.ticket_id}", WEDNESDAY)
    assert "お約束 11/24(火) 18:00 まで" in pane and IN_THREE_DAYS in pane and "山田 花" in pane
    listed = shown(hana, "/desk?box=promises&scope=all", WEDNESDAY)
    assert 'class="promised "' in listed and "11/24(火) 18:00" in listed
    assert 'class="promised late"' in shown(hana, "/desk?box=promises&scope=all", "2026-11-25 09:00")
    rail = shown(hana, "/desk/boxes?box=promises&scope=all", WEDNESDAY)
    assert "お約束の期限</span><b>1</b>" in rail


def test_an_answer_without_promise_writes_none_and_asks_no_calendar(answer: Answer, letter: Letter) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert answer("田中様\n\nお問い合わせありがとうございます。本日は承知しました。").status_code == 201
    assert not [one["sql"] for one in asked if "commitment" in one["sql"] or "calendars" in one["sql"]]
    assert promises() == []
    assert Ticket.objects.get(pk=letter.ticket_id).promise_due_at is None


def test_the_writer_drops_one_promise_and_moves_another(answer: Answer) -> None:
    said = {IN_THREE_DAYS: None, TODAY: "2026-11-20T12:00:00+09:00"}
    assert answer(f"{IN_THREE_DAYS}\n{TODAY}", promises=json.dumps(said)).status_code == 201
    assert promises() == [(TODAY, "11-20 12:00", "open")]


@pytest.mark.parametrize(
    "given",
    [
        "[]",
        "{",
        '{"本日中に代替品を発送いたします。": "soon"}',
        '{"本日中に代替品を発送いたします。": "2026-11-01T12:00:00+09:00"}',
    ],
)
def test_what_cannot_be_a_choice_is_refused_and_nothing_leaves(answer: Answer, given: str) -> None:
    assert answer(TODAY, promises=given).status_code == 422
    assert promises() == []
    assert not EventRow.objects.filter(name="ticket.replied").exists()


def test_today_said_after_hours_lasts_until_midnight_and_yesterday_is_no_promise(answer: Answer) -> None:
    answer(f"{TODAY}\n11月17日までにご連絡いたします。", moment="2026-11-18 20:00")
    assert promises() == [(TODAY, "11-18 23:59", "open")]


def test_a_reply_that_leaves_later_promises_from_then_on(answer: Answer) -> None:
    answer(TODAY, send_after="2026-11-20T09:00:00+09:00")
    assert promises() == [(TODAY, "11-20 18:00", "open")]


def test_taking_the_answer_back_takes_its_promise_along_and_opens_what_it_kept(
    hana: Client, letter: Letter, answer: Answer
) -> None:
    answer(IN_THREE_DAYS)
    first = Commitment.objects.get()
    second = answer(TODAY, keeps=[first.id], moment="2026-11-19 09:00").json()["id"]
    assert promises() == [(IN_THREE_DAYS, "11-24 18:00", "kept"), (TODAY, "11-19 18:00", "open")]
    with at("2026-11-19 09:00"):
        assert hana.delete(f"/messages/{second}", headers=JSON).status_code == 200
    assert promises() == [(IN_THREE_DAYS, "11-24 18:00", "open")]
    assert Ticket.objects.get(pk=letter.ticket_id).promise_due_at == tokyo("2026-11-24 18:00")


def test_one_click_keeps_drops_breaks_or_moves_a_promise_and_undo_opens_it_again(
    hana: Client, letter: Letter, answer: Answer
) -> None:
    answer(IN_THREE_DAYS)
    address = f"/tickets/{letter.ticket_id}/commitments/{Commitment.objects.get().id}"
    for state in ("kept", "dropped", "broken"):
        with at("2026-11-19 09:00"):
            head = hana.post(f"{address}/outcome", {"state": state}, headers=FRAGMENT)
            assert "data-commitment" not in head.content.decode()
            assert promises()[0][2] == state and events(state) == 1
            assert Ticket.objects.get(pk=letter.ticket_id).promise_due_at is None
            assert hana.post(f"{address}/outcome", {"state": "kept"}, headers=JSON).status_code == 409
            assert "data-commitment" in hana.delete(f"{address}/outcome", headers=FRAGMENT).content.decode()
    with at("2026-11-19 09:00"):
        moved = hana.post(address, {"due_at": "2026-11-26T15:00:00+09:00"}, headers=FRAGMENT).content.decode()
        assert "11/26(木) 15:00" in moved
        assert hana.post(address, {"due_at": "2026-11-01T15:00:00+09:00"}, headers=JSON).status_code == 422
        assert hana.post(f"{address}/outcome", {"state": "open"}, headers=JSON).status_code == 422
    assert promises() == [(IN_THREE_DAYS, "11-26 15:00", "open")]
    assert events("rescheduled") == 1


def test_a_promise_of_a_ticket_one_cannot_see_or_may_not_answer_is_not_theirs_to_settle(
    ken: Client, cast: people.Cast, letter: Letter, answer: Answer
) -> None:
    answer(IN_THREE_DAYS)
    address = f"/tickets/{letter.ticket_id}/commitments/{Commitment.objects.get().id}/outcome"
    assert ken.post(address, {"state": "kept"}, headers=JSON).status_code == 404
    yumi = people.signed_in(cast.yumi)
    assert yumi.post(address, {"state": "kept"}, headers=JSON).status_code == 403
    assert "data-settle" not in shown(yumi, f"/tickets/{letter.ticket_id}", WEDNESDAY)
    assert promises()[0][2] == "open"


def test_a_promise_cannot_be_reached_through_another_ticket(hana: Client, mail: Mail, answer: Answer) -> None:
    answer(IN_THREE_DAYS)
    other = mail("別件", "別の質問です。")
    address = f"/tickets/{other.ticket_id}/commitments/{Commitment.objects.get().id}"
    assert hana.post(f"{address}/outcome", {"state": "kept"}, headers=JSON).status_code == 404
    assert hana.post(address, {"due_at": "2027-01-01T09:00:00+09:00"}, headers=JSON).status_code == 404


def test_closing_with_an_open_promise_asks_first(hana: Client, letter: Letter, answer: Answer) -> None:
    answer(IN_THREE_DAYS)
    closure = f"/tickets/{letter.ticket_id}/closure"
    refused = hana.post(closure, headers=JSON)
    assert refused.status_code == 409 and refused.json()["code"] == "promises_open"
    assert refused.json()["details"]["promises"][0]["words"] == IN_THREE_DAYS
    assert hana.post(closure, {"promises": "leave"}, headers=FRAGMENT).status_code == 200
    assert promises()[0][2] == "open"
    hana.delete(closure, headers=FRAGMENT)
    with at("2026-11-20 09:00"):
        assert hana.post(closure, {"promises": "keep"}, headers=FRAGMENT).status_code == 200
    assert promises()[0][2] == "kept"


def test_sending_and_closing_asks_too_and_sends_nothing_meanwhile(letter: Letter, answer: Answer) -> None:
    refused = answer(TODAY, close="yes")
    assert refused.status_code == 409 and refused.json()["code"] == "promises_open"
    assert promises() == [] and Ticket.objects.get(pk=letter.ticket_id).status == "new"
    assert answer(TODAY, close="yes", accepted="promises_open").status_code == 201
    assert promises()[0][2] == "open" and Ticket.objects.get(pk=letter.ticket_id).status == "closed"


def test_the_assignee_hears_as_the_due_day_begins_and_again_when_it_is_overdue(
    cast: people.Cast, answer: Answer
) -> None:
    answer(IN_THREE_DAYS)

    def heard(moment: str) -> list[str]:
        with at(moment):
            reminding.remind_due(by=SYSTEM)
            lines = bell.latest(by=people.acting(cast.hana))
        return [line.kind for line in reversed(lines) if line.kind.startswith("commitment")]

    assert heard("2026-11-24 08:59") == []
    assert heard("2026-11-24 09:00") == ["commitment.near"]
    assert heard("2026-11-24 17:59") == ["commitment.near"]
    assert heard("2026-11-24 18:00") == ["commitment.near", "commitment.overdue"]
    assert heard("2026-11-30 09:00") == ["commitment.near", "commitment.overdue"]
    assert bell.latest(by=people.acting(cast.misaki)) == []


def test_a_team_hears_where_nobody_is_in_charge_and_nobody_of_what_lies_in_the_bin(
    hana: Client, cast: people.Cast, letter: Letter, answer: Answer
) -> None:
    answer(TODAY)
    assigning.assign(letter.ticket_id, agent_id=None, by=people.acting(cast.hana))
    with at("2026-11-18 16:00"):
        reminding.remind_due(by=SYSTEM)
        assert [line.kind for line in bell.latest(by=people.acting(cast.misaki))] == ["commitment.near"]
    people.signed_in(cast.misaki).post(f"/tickets/{letter.ticket_id}/shelf", {"status": "bin"}, headers=FRAGMENT)
    with at("2026-11-18 18:30"):
        reminding.remind_due(by=SYSTEM)
    assert events("overdue") == 0


def test_views_ask_for_what_is_due_today_soon_or_overdue(hana: Client, answer: Answer) -> None:
    answer(IN_THREE_DAYS)

    def found(operator: str, moment: str, value: str = "") -> bool:
        row = {"condition-field": "promise_due_at", "condition-operator": operator, "condition-value": value}
        saved = hana.post("/views", {"name": f"{operator} {moment}", "owner": "me", **row}, headers=FRAGMENT)
        assert saved.status_code == 204, saved.content
        return 'class="row"' in shown(hana, f"/desk?view={View.objects.latest('id').id}", moment)

    assert not found("overdue", "2026-11-24 17:59") and found("overdue", "2026-11-24 18:01")
    assert not found("due_today", "2026-11-23 23:00") and found("due_today", "2026-11-24 09:00")
    assert not found("due_within_hours", "2026-11-24 09:00", "8") and found("due_within_hours", "2026-11-24 11:00", "8")
    assert found("is_set", WEDNESDAY) and not found("is_empty", WEDNESDAY)


def test_the_figure_counts_promises_kept_in_time_by_their_due_day(
    hana: Client, cast: people.Cast, letter: Letter, answer: Answer
) -> None:
    texts = [f"{day}日までにご{what}いたします。" for day in (19, 20) for what in ("連絡", "報告")]
    answer("\n".join([*texts, "30日までにご案内いたします。"]))
    kept, late, dropped, _open, _future = Commitment.objects.order_by("id")

    def settle(row: Commitment, state: str, moment: str) -> None:
        with at(moment):
            address = f"/tickets/{letter.ticket_id}/commitments/{row.id}/outcome"
            assert hana.post(address, {"state": state}, headers=FRAGMENT).status_code == 200

    settle(kept, "kept", "2026-11-19 12:00")
    settle(late, "kept", "2026-11-19 18:01")
    settle(dropped, "dropped", "2026-11-20 10:00")
    with at("2026-11-21 09:00"):
        since, until = tokyo("2026-11-01 00:00"), tokyo("2026-12-01 00:00")
        tile = reports.tile("promises_kept", since=since, until=until, by=people.acting(cast.misaki))
    assert (tile.figure.n, round(tile.figure.value or 0, 3)) == (3, 0.333)


def test_a_promise_follows_its_message_through_merging_and_moving(
    cast: people.Cast, mail: Mail, letter: Letter, answer: Answer
) -> None:
    misaki = people.acting(cast.misaki)
    message_id = answer(IN_THREE_DAYS).json()["id"]
    other = mail("別件", "別の質問です。")

    def where() -> int:
        owner = Commitment.objects.get().ticket_id
        due = dict(Ticket.objects.values_list("id", "promise_due_at"))
        assert [number for number, moment in due.items() if moment] == [owner]
        return owner

    merge = merging.merge(other.ticket_id, absorbed_id=letter.ticket_id, by=misaki)
    assert where() == other.ticket_id
    merging.undo(merge.id, by=misaki)
    assert where() == letter.ticket_id
    replying.record_sent(message_id, external_id="sent@shop.example", at=clock.now(), by=SYSTEM)
    moving.move(message_id, to_ticket_id=other.ticket_id, by=misaki)
    assert where() == other.ticket_id


def test_bulk_closing_does_not_stop_at_promises_and_goes_on_watching_them(
    cast: people.Cast, letter: Letter, answer: Answer
) -> None:
    answer(IN_THREE_DAYS)
    change = bulk.change(ticket_ids=[letter.ticket_id], changes={"status": "closed"}, by=people.acting(cast.misaki))
    bulk.run(change.id, by=people.acting(cast.misaki))
    assert Ticket.objects.get(pk=letter.ticket_id).status == "closed"
    assert promises()[0][2] == "open"
