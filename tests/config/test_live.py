"""Live streams: each hears what it may, at once, and catches up after an absence."""

import time

import pytest

from tests.config.installation import Installation, wait_until
from tests.config.streaming import Stream

pytestmark = pytest.mark.once


def test_hana_hears_of_a_change_at_once(site: Installation) -> None:
    hana = Stream(site, "agent=1")
    assert hana.status == 200
    assert "text/event-stream" in hana.text
    began = time.monotonic()
    site.client.get("/announce?id=101&name=ticket.closed&ticket_id=7")
    hana.wait_for("ticket.closed")
    assert time.monotonic() - began < 0.25
    assert hana.events[-1] == ("change", "101", {"name": "ticket.closed", "ticket_id": 7, "actor_id": None})


def test_sixty_streams_hear_a_change_within_a_quarter_of_a_second(site: Installation) -> None:
    streams = [Stream(site, f"agent={1000 + n // 4}") for n in range(60)]
    began = time.monotonic()
    site.client.get("/announce?id=0&name=to.all")
    for stream in streams:
        stream.wait_for("to.all")
    assert time.monotonic() - began < 0.25
    for stream in streams:
        stream.close()


def test_a_forged_or_missing_ticket_is_refused(site: Installation) -> None:
    good = site.client.get("/ticket?agent=1").text
    for ticket in ("", "x", good[:-1] + ("A" if good[-1] != "A" else "B"), good.split(":")[0] + ":x:y"):
        assert site.client.get("/live", params={"ticket": ticket}).status_code == 403


def test_the_ladder_decides_who_hears(site: Installation) -> None:
    everything = Stream(site, "agent=1&ladder=all")
    team = Stream(site, "agent=2&ladder=team&team=5")
    loose = Stream(site, "agent=3&ladder=unassigned&team=6")
    assigned = Stream(site, "agent=4&ladder=assigned&team=5")
    site.client.get("/announce?name=a&ticket_id=1&team=5&assignee=9")
    site.client.get("/announce?name=b&ticket_id=1&team=8")
    site.client.get("/announce?name=c&ticket_id=1&team=8&assignee=4")
    site.client.get("/announce?name=d&ticket_id=1&team=9&assignee=9&former_team=5")
    site.client.get("/announce?name=everybody")
    site.client.get("/announce?name=private&only=3")
    for stream in (everything, team, loose, assigned):
        stream.wait_for("everybody")
    loose.wait_for("private")
    assert everything.names() == ["a", "b", "c", "d", "everybody"]
    assert team.names() == ["a", "d", "everybody"]
    assert loose.names() == ["b", "everybody", "private"]
    assert assigned.names() == ["c", "everybody"]


def test_a_browser_that_was_away_catches_up_by_its_last_event(site: Installation) -> None:
    for number in range(501, 506):
        site.client.get(f"/announce?id={number}&name=n{number}&ticket_id=1")
    by_header = Stream(site, "agent=1", headers="Last-Event-ID: 503\r\n")
    by_header.wait_for("n504", "n505")
    by_page = Stream(site, "agent=1&after=504")
    by_page.wait_for("n505")
    fresh = Stream(site, "agent=1")
    fresh.stays_without("n505")


def test_passing_news_is_not_kept_and_has_no_id(site: Installation) -> None:
    hana = Stream(site, "agent=1")
    site.client.get("/announce?id=0&name=presence.changed&ticket_id=1")
    hana.wait_for("presence.changed")
    assert [event_id for _event, event_id, data in hana.events if data["name"] == "presence.changed"] == [""]
    later = Stream(site, "agent=1&after=1")
    later.stays_without("presence.changed")


def test_catching_up_respects_the_ladder(site: Installation) -> None:
    site.client.get("/announce?id=601&name=theirs&ticket_id=1&team=77&assignee=78")
    hana = Stream(site, "agent=1&ladder=team&team=5&after=600")
    hana.stays_without("theirs")


def test_who_was_away_too_long_is_told_to_look_again(own_site: Installation) -> None:
    own_site.start()
    own_site.client.get("/announce?id=1000&times=10050&name=n")
    wait_until(
        lambda: 'madoguchi_announcements_total{name="n"} 10050.0' in own_site.client.get("/metrics").text,
        what="all told",
    )
    away = Stream(own_site, "agent=1&after=1001")
    away.wait_for("refresh")
    assert len(away.events) == 1
    recent = Stream(own_site, "agent=1&after=11040")
    recent.wait_for("n")
    assert "refresh" not in recent.names()


def test_after_a_restart_only_those_who_missed_something_look_again(own_site: Installation) -> None:
    own_site.start()
    first = int(own_site.client.get("/publish").text)
    newest = int(own_site.client.get("/publish").text)
    own_site.stop()
    own_site.start()
    up_to_date = Stream(own_site, f"agent=1&after={newest}")
    up_to_date.stays_without("refresh")
    behind = Stream(own_site, f"agent=1&after={first}")
    behind.wait_for("refresh")


def test_only_committed_changes_are_told(site: Installation) -> None:
    hana = Stream(site, "agent=1")
    site.client.get("/publish?roll_back=1")
    site.client.get("/announce?name=marker")
    hana.wait_for("marker")
    assert "job.retried" not in hana.names()
    site.client.get("/publish")
    hana.wait_for("job.retried")


def test_the_streams_of_a_dismissed_agent_end_and_the_old_ticket_is_refused(site: Installation) -> None:
    ticket = site.client.get("/ticket?agent=66").text
    hers = Stream(site, "", ticket=ticket)
    other = Stream(site, "agent=67")
    site.client.get("/dismiss?agent=66")
    hers.wait_for("renew")
    wait_until(lambda: hers.text.endswith("0\r\n\r\n"), what="the end of the stream")
    assert Stream(site, "", ticket=ticket).status == 403
    assert Stream(site, "agent=66").status == 200
    assert not other.closed


def test_what_the_worker_child_tells_reaches_the_desk(site: Installation) -> None:
    hana = Stream(site, "agent=1")
    site.client.get("/work?job=announcing&name=from.the.child")
    hana.wait_for("from.the.child", seconds=3)


def test_a_reader_that_stops_reading_does_not_disturb_the_others(site: Installation) -> None:
    stuck = site.socket()
    ticket = site.client.get("/ticket?agent=71").text
    stuck.sendall(f"GET /live?ticket={ticket} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    hana = Stream(site, "agent=72")
    site.client.get("/announce?id=0&times=20000&name=flood")
    site.client.get("/announce?name=after.the.flood")
    hana.wait_for("after.the.flood", seconds=10)
    stuck.close()


def test_a_left_stream_is_forgotten(site: Installation) -> None:
    stream = Stream(site, "agent=81")
    before = _open_streams(site)
    stream.close()
    wait_until(lambda: _open_streams(site) < before, what="one stream less")


def _open_streams(site: Installation) -> float:
    lines = site.client.get("/metrics").text.splitlines()
    return float(next(line for line in lines if line.startswith("madoguchi_streams ")).split()[1])
