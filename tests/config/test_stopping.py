"""SIGTERM: streams end, the running page and job finish or are given back, and it never takes long."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.config.installation import Installation, wait_until
from tests.config.streaming import Stream

pytestmark = pytest.mark.once


def test_an_idle_installation_stops_at_once(own_site: Installation) -> None:
    code, seconds = own_site.start().stop()
    assert code == 0
    assert seconds < 2


def test_with_streams_a_running_page_and_a_running_job_it_stops_clean_in_under_5_seconds(
    own_site: Installation,
) -> None:
    own_site.start()
    streams = [Stream(own_site, f"agent={n}") for n in range(30)]
    own_site.client.get("/work?job=light&name=l&seconds=1.5")
    own_site.client.get("/work?job=heavy&name=h&seconds=1.5")
    own_site.wait_for_log("begin", "l")
    own_site.wait_for_log("begin", "h")
    with ThreadPoolExecutor(1) as pool:
        page = pool.submit(own_site.client.get, "/slow?seconds=2")
        time.sleep(0.2)
        code, seconds = own_site.stop()
        assert page.result().text == "slow"
    assert code == 0
    assert seconds < 5
    wait_until(lambda: all(stream.closed for stream in streams), what="the streams to end")
    assert all(stream.text.endswith("0\r\n\r\n") for stream in streams), "ended cleanly, not cut"
    own_site.start()
    assert {entry[1] for entry in own_site.work_log() if entry[0] == "end"} >= {"l", "h"}
    assert len([entry for entry in own_site.work_log() if entry[0] == "begin"]) == 2


def test_what_takes_too_long_is_given_back_and_done_after_the_restart(own_site: Installation) -> None:
    own_site.start()
    own_site.client.get("/work?job=light&name=l&seconds=6")
    own_site.client.get("/work?job=heavy&name=h&seconds=6")
    own_site.wait_for_log("begin", "l")
    own_site.wait_for_log("begin", "h")
    code, seconds = own_site.stop()
    assert code == 0
    assert seconds < 5.5
    own_site.start()
    own_site.wait_for_log("begin", "l", times=2, seconds=5)
    own_site.wait_for_log("begin", "h", times=2, seconds=5)


def test_a_slow_reader_and_a_slow_sender_do_not_hold_up_the_stop(own_site: Installation) -> None:
    own_site.start()
    (own_site.data / "files").mkdir(exist_ok=True)
    (own_site.data / "files" / "big").write_bytes(b"x" * 50_000_000)
    reader, sender = own_site.socket(), own_site.socket()
    reader.sendall(b"GET /stored?name=big HTTP/1.1\r\nHost: x\r\n\r\n")
    sender.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\nxx")
    time.sleep(0.3)
    code, seconds = own_site.stop()
    assert code == 0
    assert seconds < 5
    reader.close()
    sender.close()


def test_doors_open_with_serve_and_close_with_it(own_site: Installation) -> None:
    own_site.environment["SITE_DOOR"] = "1"
    own_site.start()
    own_site.wait_for_log("door", "open")
    own_site.stop()
    own_site.start()
    assert len(own_site.wait_for_log("door", "closed")) == 1
