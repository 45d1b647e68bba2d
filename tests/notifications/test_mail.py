"""Mail about the bell: in each agent's rhythm and hours, unless it is urgent."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.models import JobRow
from madoguchi.notifications.models import MailWait
from madoguchi.notifications.services import digesting, preferring, reading
from madoguchi.people.services import absences, profile
from madoguchi.tickets.services import assigning, changing, opening
from tests.cast import Cast, acting, signed_in

TOKYO = ZoneInfo("Asia/Tokyo")


class Clock:
    """A clock that is set by hand, in Tokyo time of Tuesday 2026-11-24 unless told otherwise."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)
        monkeypatch.setattr(clock, "now", lambda: self.now)

    def set(self, hour: int, minute: int = 0, *, day: int = 24) -> None:
        self.now = datetime(2026, 11, day, hour, minute, tzinfo=TOKYO)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def wish(cast: Cast, mail: str, at: time = time(9)) -> None:
    preferring.save(ways={}, mail=mail, daily_at=at, push_details=False, by=acting(cast.hana))


def assigned(cast: Cast, subject: str = "返品") -> int:
    ticket = opening.open_ticket(
        subject=subject, customer_id=cast.tanaka.id, text="x", kind="inward", team_id=cast.support.id, by=SYSTEM
    )
    assigning.assign(ticket.id, agent_id=cast.hana.id, by=acting(cast.misaki))
    return ticket.id


def mails() -> list[str]:
    digesting.send_due(by=SYSTEM)
    told = [row.arguments["kwargs"] for row in JobRow.objects.filter(kind="channels.house_mail").order_by("id")]
    return [f"{one['to']}: {one['text']}" for one in told]


def test_without_a_wish_no_mail_comes(cast: Cast, watch: Clock) -> None:
    assigned(cast)
    assert mails() == []
    assert not MailWait.objects.exists()


def test_at_once_says_what_happened_and_where(cast: Cast, watch: Clock) -> None:
    wish(cast, "once")
    number = assigned(cast)
    (mail,) = mails()
    assert mail.startswith("hana@madoguchi.example: ")
    assert f"#{number} 返品" in mail
    assert f"/tickets/{number}" in mail
    assert len(mails()) == 1


def test_what_was_read_is_left_out(cast: Cast, watch: Clock) -> None:
    wish(cast, "once")
    reading.mark_ticket_read(assigned(cast), by=acting(cast.hana))
    assert mails() == []
    assert not MailWait.objects.exists()


def test_hourly_comes_together(cast: Cast, watch: Clock) -> None:
    wish(cast, "hourly")
    assigned(cast, "一つ目")
    assert len(mails()) == 1
    watch.set(10, 30)
    assigned(cast, "二つ目")
    assigned(cast, "三つ目")
    assert len(mails()) == 1
    watch.set(11, 1)
    latest = mails()[1]
    assert "二つ目" in latest
    assert "三つ目" in latest
    assert "一つ目" not in latest


def test_daily_comes_at_its_time_by_hanas_own_clock(cast: Cast, watch: Clock) -> None:
    profile.update_profile(cast.hana.id, time_zone="Europe/London", by=acting(cast.hana))
    wish(cast, "daily", time(15))
    watch.set(20)  # 11:00 in London
    assigned(cast)
    assert mails() == []
    watch.set(0, 5, day=25)  # 15:05 in London
    assert len(mails()) == 1


def test_nothing_comes_at_night_nor_at_weekends_but_what_is_urgent(cast: Cast, watch: Clock) -> None:
    wish(cast, "once")
    watch.set(22)
    calm, urgent = assigned(cast, "急がない"), assigned(cast, "急ぐ")
    changing.change(urgent, priority=4, by=acting(cast.misaki))
    (mail,) = mails()
    assert "急ぐ" in mail
    assert "急がない" not in mail
    watch.set(12, day=28)  # Saturday
    assert len(mails()) == 1
    watch.set(9, 5, day=30)
    assert f"#{calm}" in mails()[1]


def test_nothing_comes_while_hana_is_away(cast: Cast, watch: Clock) -> None:
    wish(cast, "once")
    absence = absences.enter(cast.hana.id, kind="away", by=acting(cast.hana))
    assigned(cast)
    assert mails() == []
    absences.end(absence.id, by=acting(cast.hana))
    assert len(mails()) == 1


def test_hana_chooses_kinds_and_hours_on_screen(cast: Cast, watch: Clock) -> None:
    hana = signed_in(cast.hana)
    form = {"mail": "once", "daily_at": "08:30", "way-ticket.assigned": ["desktop"], "way-note.written": ["mail"]}
    assert hana.post("/account/notifications", form).status_code == 302
    assert 'value="08:30"' in hana.get("/account/notifications").content.decode()
    assigned(cast)
    assert mails() == []
    assert hana.post("/account/notifications", {"mail": "sometimes", "daily_at": "x"}).status_code == 422
    late = {"what": "hours", "days": ["5", "6"], "begin": "20:00", "end": "02:00"}
    assert hana.post("/account/absences", late).status_code == 302
    hana.post("/account/notifications", {**form, "way-ticket.assigned": ["mail"]})
    assigned(cast)
    assert mails() == []
    watch.set(1, day=30)  # the night of Sunday's shift
    assert len(mails()) == 1


def test_the_desktop_is_told_only_what_is_wanted_there(cast: Cast) -> None:
    hana = signed_in(cast.hana)
    newest = hana.get("/desk/bell/count").json()["newest"]
    number = assigned(cast)
    lines = hana.get(f"/desk/bell/count?after={newest}").json()["lines"]
    assert [(line["ticket"], line["subject"]) for line in lines] == [(number, "返品")]
    preferring.save(
        ways={"ticket.assigned": []}, mail="off", daily_at=time(9), push_details=False, by=acting(cast.hana)
    )
    assert hana.get(f"/desk/bell/count?after={newest}").json()["lines"] == []
