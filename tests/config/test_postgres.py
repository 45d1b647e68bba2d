"""Several processes on PostgreSQL: names and wake-ups reach them all, and a restarted server costs nobody a page."""

import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.config.installation import Installation, wait_until
from tests.config.streaming import Stream

pytestmark = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="about PostgreSQL")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a fresh database."""
    given = connection.settings_dict
    name = f"site_{uuid.uuid4().hex[:8]}"
    there = f"{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}"
    with psycopg.connect(f"postgresql://{there}/postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        yield f"postgres://{there}/{name}"
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def pair(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Installation]]:
    """Two serving processes on one database."""
    data: Path = tmp_path_factory.mktemp("pair")
    (data / "secret.key").write_text("the same for both processes of the pair")
    both = [Installation(data, MADOGUCHI_DATABASE_URL=server, SITE_DOOR="1") for _ in range(2)]
    assert "madoguchi migrate" in both[0].run("serve", "--port", "1").stderr
    assert both[0].run("migrate").returncode == 0
    for each in both:
        each.start()
    yield both
    for each in both:
        if each.process is not None:
            each.stop()


def test_after_migrating_the_tables_have_statistics(server: str, pair: list[Installation]) -> None:
    with psycopg.connect(server.replace("postgres://", "postgresql://")) as own:
        never = own.execute(
            "SELECT relname FROM pg_stat_user_tables WHERE last_analyze IS NULL AND relname LIKE 'tickets_%'"
        )
        assert never.fetchall() == []


def test_a_change_in_one_process_is_heard_at_the_other(pair: list[Installation]) -> None:
    hana = Stream(pair[1], "agent=1")
    began = time.monotonic()
    pair[0].client.get("/announce?id=0&name=over.the.wire&ticket_id=3")
    hana.wait_for("over.the.wire")
    assert time.monotonic() - began < 0.25
    assert hana.names().count("over.the.wire") == 1


def test_ten_thousand_names_pass_the_limit_of_notify(pair: list[Installation]) -> None:
    hana = Stream(pair[1], "agent=1&after=0")
    pair[0].client.get("/announce?id=90000&times=3000&name=many&ticket_id=1")
    pair[0].client.get("/announce?name=the.end")
    hana.wait_for("the.end", seconds=10)
    away = Stream(pair[1], "agent=1&after=90000")
    wait_until(lambda: away.names().count("many") == 2999, what="all names at the other process")


def test_a_job_enqueued_at_one_process_is_done_once_by_any(pair: list[Installation]) -> None:
    for number in range(30):
        pair[number % 2].client.get(f"/work?job=light&name=p{number}")
    for number in range(30):
        pair[0].wait_for_log("end", f"p{number}")
    begun = [entry[1] for entry in pair[0].work_log() if entry[0] == "begin" and entry[1].startswith("p")]
    assert len(begun) == 30


def test_a_heavy_job_wakes_a_child_at_once(pair: list[Installation]) -> None:
    began = time.time()
    pair[0].client.get("/work?job=heavy&name=hv")
    assert pair[0].wait_for_log("begin", "hv")[0][-1] - began < 0.5


def test_a_periodic_job_comes_once_for_both_processes(pair: list[Installation]) -> None:
    time.sleep(2)
    beats = [entry[-1] for entry in pair[0].work_log() if entry[0] == "periodic"]
    assert len(beats) <= (beats[-1] - beats[0]) / 0.9 + 2


def test_a_single_door_is_open_in_one_process_and_moves_when_that_ends(pair: list[Installation]) -> None:
    opened = pair[0].wait_for_log("door", "open")
    assert len(opened) == 1
    assert pair[0].process is not None
    assert pair[1].process is not None
    first = 0 if opened[0][2] == pair[0].process.pid else 1
    pair[first].kill()
    try:
        pair[1 - first].wait_for_log("door", "open", times=2, seconds=12)
    finally:
        pair[first].start()


def test_after_all_connections_were_cut_every_page_answers_and_streams_look_again(
    server: str, pair: list[Installation]
) -> None:
    hana = Stream(pair[0], "agent=1")
    for _ in range(8):
        assert pair[0].client.get("/query").text == "1"
    with psycopg.connect(server.replace("postgres://", "postgresql://"), autocommit=True) as own:
        own.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    time.sleep(0.3)
    assert [pair[0].client.get("/query").status_code for _ in range(12)] == [200] * 12
    hana.wait_for("refresh")
    pair[1].client.get("/announce?name=after.the.cut")
    hana.wait_for("after.the.cut")
    pair[0].client.get("/work?job=light&name=aftercut")
    pair[0].wait_for_log("end", "aftercut")
    pair[0].client.get("/work?job=heavy&name=aftercut2")
    pair[0].wait_for_log("end", "aftercut2")


def test_a_worker_beside_them_takes_its_share(pair: list[Installation]) -> None:
    worker = subprocess.Popen(pair[0].command("worker"), env=pair[0].environment, stderr=subprocess.DEVNULL)
    try:
        time.sleep(3)
        for number in range(24):
            pair[0].client.get(f"/work?job=light&name=share{number}&seconds=0.3")
        for number in range(24):
            pair[0].wait_for_log("end", f"share{number}")
        took = {entry[2] for entry in pair[0].work_log() if str(entry[1]).startswith("share")}
        assert worker.pid in took
    finally:
        worker.terminate()
        assert worker.wait(8) == 0


def test_both_stop_clean(pair: list[Installation]) -> None:
    for each in pair:
        code, seconds = each.stop()
        assert code == 0
        assert seconds < 5
