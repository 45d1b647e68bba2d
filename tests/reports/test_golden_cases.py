"""The golden cases of the written definitions (kpi.md 2), played through the real services."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from madoguchi.calendars.services import schedules
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.plain.messages import Address, InboundMessage
from madoguchi.people.services import teams
from madoguchi.reports import queries
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.services import closing, complaining, merging, noting, opening, replying
from madoguchi.tickets.services.complaining import Account
from tests.cast import TANAKA_ADDRESS, Cast, acting

TOKYO = ZoneInfo("Asia/Tokyo")
MailAt = Callable[[str, str], Ticket]


def tokyo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO).astimezone(UTC)


@pytest.fixture
def office_hours(db: None) -> None:
    schedules.create(
        name="平日 9-18",
        time_zone="Asia/Tokyo",
        weekly={str(day): [["09:00", "18:00"]] if day < 5 else [] for day in range(7)},
        holidays="JP",
        days={},
        by=SYSTEM,
    )


@pytest.fixture
def mail_at(cast: Cast, office_hours: None) -> MailAt:
    count = 0

    def send(moment: str, subject: str) -> Ticket:
        nonlocal count
        count += 1
        with clock.held_at(tokyo(moment)):
            inbound = InboundMessage(
                external_id=f"k{count}@x.example",
                sender=Address(TANAKA_ADDRESS, "田中 一郎"),
                subject=subject,
                text="質問",
            )
            found = opening.receive(
                inbound, channel="mail", inbox_id=1, team_id=cast.support.id, raw_id=None, by=SYSTEM
            )
        return Ticket.objects.get(pk=found.ticket_id)

    return send


def figure(cast: Cast, code: str, since: str, until: str) -> queries.Figure:
    return queries.tile(code, since=tokyo(since), until=tokyo(until), by=acting(cast.misaki)).figure


def test_friday_evening_to_monday_morning_is_half_an_hour_of_business(cast: Cast, mail_at: MailAt) -> None:
    ticket = mail_at("2026-11-13T17:50", "金曜")
    hana = acting(cast.hana)
    with clock.held_at(tokyo("2026-11-13T17:50:02")):
        replying.notify_customer(ticket.id, subject="受付", text="受け付けました", by=SYSTEM)
        noting.note(ticket.id, text="後で", by=hana)
    with clock.held_at(tokyo("2026-11-16T09:20")):
        replying.reply(ticket.id, text="お待たせしました", last_seen_id=None, confirm_newer=True, by=hana)
    found = figure(cast, "first_response_time", "2026-11-16T00:00", "2026-11-17T00:00")
    assert (found.n, found.value, found.business) == (1, 63.5 * 3600, 30 * 60)
    assert figure(cast, "first_response_time", "2026-11-13T00:00", "2026-11-14T00:00").n == 0


def test_golden_week_counts_eleven_hours(cast: Cast, mail_at: MailAt) -> None:
    ticket = mail_at("2025-05-01T17:00", "連休")
    with clock.held_at(tokyo("2025-05-07T10:00")):
        replying.reply(ticket.id, text="はい", last_seen_id=None, confirm_newer=True, by=acting(cast.hana))
    found = figure(cast, "first_response_time", "2025-05-07T00:00", "2025-05-08T00:00")
    assert found.business == 11 * 3600


def test_a_reopened_ticket_has_two_resolutions_and_counts_once(cast: Cast, mail_at: MailAt) -> None:
    ticket = mail_at("2026-11-18T10:00", "故障")
    hana = acting(cast.hana)
    with clock.held_at(tokyo("2026-11-18T12:00")):
        closing.close(ticket.id, by=hana)
    with clock.held_at(tokyo("2026-11-18T13:00")):
        inbound = InboundMessage(
            external_id="again@x.example",
            sender=Address(TANAKA_ADDRESS, "田中 一郎"),
            subject="Re: 故障",
            text="まだです",
            thread_ids=("k1@x.example",),
        )
        opening.receive(inbound, channel="mail", inbox_id=1, team_id=None, raw_id=None, by=SYSTEM)
    with clock.held_at(tokyo("2026-11-18T15:00")):
        closing.close(ticket.id, by=hana)
    day = ("2026-11-18T00:00", "2026-11-19T00:00")
    assert figure(cast, "first_resolution_time", *day).value == 2 * 3600
    assert figure(cast, "resolution_time", *day).value == 5 * 3600
    assert figure(cast, "tickets_closed", *day).value == 1
    rate = figure(cast, "reopen_rate", *day)
    assert (rate.n, rate.value) == (1, 1.0)


def test_a_merged_ticket_counts_once_and_from_its_earliest_message(cast: Cast, mail_at: MailAt) -> None:
    early, kept = mail_at("2026-11-18T09:00", "B"), mail_at("2026-11-18T09:30", "A")
    hana = acting(cast.hana)
    with clock.held_at(tokyo("2026-11-18T09:45")):
        merging.merge(kept.id, absorbed_id=early.id, by=hana)
    with clock.held_at(tokyo("2026-11-18T10:00")):
        replying.reply(kept.id, text="はい", last_seen_id=None, confirm_newer=True, by=hana)
    with clock.held_at(tokyo("2026-11-18T11:00")):
        closing.close(kept.id, by=hana)
    day = ("2026-11-18T00:00", "2026-11-19T00:00")
    assert figure(cast, "tickets_created", *day).value == 1
    assert figure(cast, "first_response_time", *day).value == 3600
    assert figure(cast, "resolution_time", *day).value == 2 * 3600
    assert figure(cast, "tickets_closed", *day).value == 1


def test_a_slip_of_the_mouse_is_no_reopening(cast: Cast, mail_at: MailAt) -> None:
    ticket = mail_at("2026-11-18T10:00", "故障")
    hana = acting(cast.hana)
    start = tokyo("2026-11-18T12:00")
    for seconds, step in ((0, closing.close), (30, closing.reopen), (60, closing.close)):
        with clock.held_at(start + timedelta(seconds=seconds)):
            step(ticket.id, by=hana)
    assert figure(cast, "reopen_rate", "2026-11-18T00:00", "2026-11-19T00:00").value == 0


def test_the_backlog_rises_and_falls_with_every_step(cast: Cast, mail_at: MailAt) -> None:
    first = mail_at("2026-11-16T10:00", "一")
    mail_at("2026-11-17T10:00", "二")
    hana = acting(cast.hana)
    for moment, step in (("2026-11-18T10:00", closing.close), ("2026-11-19T10:00", closing.reopen)):
        with clock.held_at(tokyo(moment)):
            step(first.id, by=hana)
    period = {"since": tokyo("2026-11-17T00:00"), "until": tokyo("2026-11-20T00:00"), "by": acting(cast.misaki)}
    table = queries.table("open_backlog", **period)
    assert [row.figure.value for row in table] == [2, 1, 2]
    assert queries.tile("open_backlog", **period).figure.value == 2


def test_tile_table_csv_and_tickets_agree(cast: Cast, mail_at: MailAt) -> None:
    for hour in range(9, 14):
        mail_at(f"2026-11-18T{hour:02}:00", f"質問{hour}")
    mail_at("2026-11-19T09:00", "翌日")
    period = {"since": tokyo("2026-11-18T00:00"), "until": tokyo("2026-11-20T00:00"), "by": acting(cast.misaki)}
    assert queries.tile("tickets_created", **period).figure.value == 6
    assert [(row.key, row.figure.value) for row in queries.table("tickets_created", **period)] == [
        ("2026-11-18", 5),
        ("2026-11-19", 1),
    ]
    assert [row[1] for row in queries.csv_rows("tickets_created", **period)][1:] == ["5", "1"]
    assert len(queries.tickets("tickets_created", **period)) == 6


def test_ken_counts_only_what_he_sees(cast: Cast, mail_at: MailAt) -> None:
    mail_at("2026-11-18T09:00", "サポート宛")
    period = {"since": tokyo("2026-11-18T00:00"), "until": tokyo("2026-11-19T00:00"), "by": acting(cast.ken)}
    assert queries.tile("tickets_created", **period).figure.value == 0


def test_a_table_opened_in_a_spreadsheet_runs_no_formula(cast: Cast, mail_at: MailAt) -> None:
    teams.update(cast.support.id, name='=HYPERLINK("http://evil.example")', by=SYSTEM)
    mail_at("2026-11-18T09:00", "質問")
    period = {"since": tokyo("2026-11-18T00:00"), "until": tokyo("2026-11-19T00:00"), "by": acting(cast.misaki)}
    rows = list(queries.csv_rows("tickets_created", **period, bucket="team"))
    assert rows[1][0] == '\'=HYPERLINK("http://evil.example")'


@pytest.mark.parametrize("code", [kpi.code for kpi in queries.kpis()])
def test_every_figure_answers_in_every_cut(cast: Cast, mail_at: MailAt, code: str) -> None:
    ticket, hana = mail_at("2026-11-18T09:00", "質問"), acting(cast.hana)
    answer = {"text": "本日中にご連絡いたします。", "promises": {}, "close": True}
    told = Account(severity=1, facts="蓋が割れていた", feelings="がっかりした", demand="交換")
    with clock.held_at(tokyo("2026-11-18T10:00")):
        if "complaint" in code:
            complaining.record(ticket.id, account=told, by=hana)
        replying.reply(ticket.id, **answer, last_seen_id=None, confirm_newer=True, by=hana)
    period = {"since": tokyo("2026-11-18T00:00"), "until": tokyo("2026-11-19T00:00"), "by": acting(cast.misaki)}
    for bucket in queries.DIMENSIONS if code != "open_backlog" else ("day", "week", "month"):
        with clock.held_at(tokyo("2026-11-20T10:00")):
            rows = queries.table(code, **period, bucket=bucket)
            assert len(rows) == 1
            assert rows[0].figure.value == queries.tile(code, **period).figure.value
            assert len(list(queries.csv_rows(code, **period, bucket=bucket))) == 2
    by_agent = queries.table(code, **period, bucket="agent") if code != "open_backlog" else []
    assert [row.label for row in by_agent] in ([], ["山田 花"])
