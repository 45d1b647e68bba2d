"""The wire: short messages from process to process."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from madoguchi.kernel import wire
from madoguchi.kernel.wire import joining
from madoguchi.kernel.wire.carriers import carrier_for
from madoguchi.kernel.wire.packing import pack, unpack
from madoguchi.kernel.wire.sockets import socket_folder

ROOT = Path(__file__).resolve().parents[2]
heard: list[Any] = []


@pytest.fixture
def listening(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.DATA_ROOT = tmp_path
    heard.clear()
    wire.receive("tests", heard.append)
    wire.open_wire("serve")
    yield tmp_path
    wire.close()


def wait_for(number: int) -> None:
    until = time.monotonic() + 10
    while len(heard) < number and time.monotonic() < until:
        time.sleep(0.01)


def test_messages_are_packed_together_in_order_and_within_the_limit() -> None:
    messages = [("t", {"n": number, "text": "窓" * (number % 9)}) for number in range(500)]
    texts = list(pack("me", messages, 1000))
    assert all(len(text.encode()) <= 1000 for text in texts)
    assert len(texts) < 60
    assert [message for text in texts for message in unpack(text)[1]] == messages
    assert unpack(texts[0])[0] == "me"


def test_a_message_too_large_alone_is_left_out_and_the_rest_goes() -> None:
    texts = list(pack("me", [("t", 1), ("t", "x" * 9000), ("t", 2)], 1000))
    assert [message for text in texts for message in unpack(text)[1]] == [("t", 1), ("t", 2)]


@pytest.mark.parametrize("text", ["", "x", "[]", "{}", '["a"]', '["a", 3]', '["a", [[1]]]', "null"])
def test_nonsense_on_the_wire_is_nothing(text: str) -> None:
    assert unpack(text)[1] == []


@pytest.mark.django_db(transaction=True)
def test_another_process_is_heard(listening: Path) -> None:
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_notify('madoguchi.tests', %s)", [json.dumps(["other", [["tests", 1], ["tests", 2]]])]
            )
    else:
        program = (
            "import django; django.setup()\n"
            "from madoguchi.kernel import wire\n"
            "[wire.send('tests', n) for n in range(300)]\n"
        )
        environment = {**os.environ, "MADOGUCHI_DATA": str(listening), "PYTHONPATH": str(ROOT)}
        environment["DJANGO_SETTINGS_MODULE"] = "tests.config.site_settings"
        subprocess.run([sys.executable, "-c", program], env=environment, check=True, timeout=30)
        wait_for(300)
        assert heard == list(range(300))
        return
    wait_for(2)
    assert heard == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_ones_own_messages_do_not_come_back(listening: Path) -> None:
    wire.send("tests", "own")
    time.sleep(0.3)
    assert heard == []


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_understood_does_not_end_the_wire(listening: Path) -> None:
    def fail(_body: Any) -> None:
        raise ValueError("not understood")

    wire.receive("tests.fail", fail)
    listener = joining._running
    assert listener is not None
    listener._hand_out('["other", [["tests.fail", 1], ["tests.unknown", 1], ["tests", 2]]]')
    assert heard == [2]


@pytest.mark.django_db(transaction=True)
def test_sending_never_fails_even_when_nobody_listens(settings: Any, tmp_path: Path) -> None:
    settings.DATA_ROOT = tmp_path
    wire.send("tests", {"a": 1})
    (tmp_path / "run").mkdir(exist_ok=True)
    (tmp_path / "run" / "stale-1.sock").touch()
    wire.send("tests", {"a": 1})


@pytest.mark.django_db(transaction=True)
def test_a_process_is_not_woken_for_topics_it_does_not_hear(settings: Any, tmp_path: Path) -> None:
    settings.DATA_ROOT = tmp_path
    worker, sender = carrier_for("worker", ("job",)), carrier_for(None, ())
    sender.send("live", "a name")
    sender.send("job", "a job")
    select.select([worker.fileno()], [], [], 5)
    assert worker.received() == ["a job"]
    worker.close()
    sender.close()


def test_a_long_data_path_still_has_room_for_sockets(settings: Any, tmp_path: Path) -> None:
    settings.DATA_ROOT = tmp_path / ("long" * 30)
    folder = socket_folder()
    assert len(os.fsencode(folder)) < 80
    assert folder.stat().st_mode & 0o077 == 0
    folder.rmdir()
