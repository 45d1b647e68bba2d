"""The bridge: whole requests in, whole answers out, and nobody outside holds a thread."""

import asyncio
import hashlib
import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import uvicorn
from uvicorn.server import ServerState

from madoguchi.config.serving.protocol import SECONDS_FOR_HEAD, Protocol
from tests.config.installation import Installation, wait_until

pytestmark = pytest.mark.once


def test_a_page_answers_with_length_and_request_id(site: Installation) -> None:
    answer = site.client.get("/fast")
    assert answer.text == "fast"
    assert answer.headers["content-length"] == "4"
    assert len(answer.headers["x-request-id"]) == 16
    assert site.client.head("/fast").text == ""


def test_pages_run_in_two_threads_beside_memory_that_is_never_collected_again(site: Installation) -> None:
    seen = site.client.get("/process").json()
    assert seen["page_threads"] == ["page-0", "page-1"]
    assert seen["frozen"] > 50_000


def test_a_page_thread_keeps_its_connection_to_the_database(site: Installation) -> None:
    site.client.get("/query")
    connections = {
        site.client.get("/query").text and site.client.get("/process").json()["connection"] for _ in range(9)
    }
    assert len(connections - {id(None)}) <= 2


def test_a_given_request_id_is_kept_and_a_bad_one_is_not(site: Installation) -> None:
    given = site.client.get("/headers", headers={"X-Request-ID": "proxy-12345678"})
    assert given.headers["x-request-id"] == "proxy-12345678"
    assert given.json()["HTTP_X_REQUEST_ID"] == "proxy-12345678"
    assert site.client.get("/fast", headers={"X-Request-ID": "a b\tc"}).headers["x-request-id"] != "a b\tc"


def test_headers_arrive_as_wsgi_wants_them(site: Installation) -> None:
    seen = site.client.get("/headers?again=1", headers=[("X-One", "a"), ("X-One", "b"), ("Cookie", "a=1; b=2")])
    assert seen.json()["HTTP_X_ONE"] == "a,b"
    assert seen.json()["HTTP_COOKIE"] == "a=1; b=2"
    assert len(seen.headers.get_list("set-cookie")) == 3


def test_a_header_with_an_underscore_cannot_pose_as_another(site: Installation) -> None:
    with site.socket() as wire:
        wire.sendall(b"GET /headers HTTP/1.1\r\nHost: x\r\nX_Forwarded_User: root\r\nConnection: close\r\n\r\n")
        assert b"FORWARDED_USER" not in _read_all(wire)


@pytest.mark.parametrize("size", [0, 1, 65_536, 1_048_576, 3_000_000])
def test_a_body_of_any_size_arrives_whole(site: Installation, size: int) -> None:
    body = os.urandom(size)
    seen = site.client.post("/echo", content=body).json()
    assert (seen["length"], seen["sha256"]) == (size, hashlib.sha256(body).hexdigest())


def test_a_body_in_chunks_arrives_whole(site: Installation) -> None:
    pieces = [os.urandom(100_000) for _ in range(15)]
    seen = site.client.post("/echo", content=iter(pieces)).json()
    assert seen["sha256"] == hashlib.sha256(b"".join(pieces)).hexdigest()


def test_a_cut_off_upload_never_reaches_a_page(site: Installation) -> None:
    with site.socket() as wire:
        wire.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4242\r\n\r\n" + b"x" * 1000)
        time.sleep(0.2)
    with site.socket() as wire:
        wire.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n" + b"x" * 8)
        time.sleep(0.2)
    time.sleep(0.3)
    ran = site.client.get("/ran").json()["ran"]
    assert "echo 1000" not in ran
    assert "echo 8" not in ran
    assert "echo 4242" not in ran


def test_a_body_over_the_limit_is_refused_before_it_is_read(own_site: Installation) -> None:
    own_site.environment["MADOGUCHI_LARGEST_UPLOAD_MB"] = "1"
    own_site.start()
    with own_site.socket() as wire:
        wire.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
        assert wire.recv(100).startswith(b"HTTP/1.1 413")
    refused = own_site.client.post("/echo", content=iter([b"x" * 500_000] * 4))
    assert refused.status_code == 413


def test_six_slow_uploaders_and_six_slow_downloaders_do_not_slow_the_pages(site: Installation) -> None:
    (site.data / "files").mkdir(exist_ok=True)
    (site.data / "files" / "big").write_bytes(b"x" * 20_000_000)
    alone = _median_milliseconds(site)
    with _slow_ones(site):
        together = _median_milliseconds(site)
    assert together < max(3 * alone, alone + 10), f"{alone:.1f} ms alone, {together:.1f} ms with slow clients"


def test_a_client_that_left_before_its_turn_costs_nothing(site: Installation) -> None:
    with ThreadPoolExecutor(2) as pool:
        busy = [pool.submit(site.client.get, f"/slow?seconds=1&name=busy{n}") for n in range(2)]
        time.sleep(0.2)
        for number in range(20):
            with site.socket() as wire:
                wire.sendall(f"GET /slow?seconds=1&name=gone{number} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                time.sleep(0.01)
        for each in busy:
            assert each.result().status_code == 200
    began = time.monotonic()
    ran = site.client.get("/ran").json()["ran"]
    assert time.monotonic() - began < 0.8
    assert [name for name in ran if name.startswith("gone")] == []


def test_eight_clients_at_once_are_all_answered(site: Installation) -> None:
    def ask(_n: int) -> tuple[int, str]:
        answer = site.client.get("/slow?seconds=0.02&name=crowd")
        return answer.status_code, answer.text

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(80))) == {(200, "slow")}


def test_what_a_client_sent_before_leaving_is_still_done(site: Installation) -> None:
    with ThreadPoolExecutor(2) as pool:
        busy = [pool.submit(site.client.get, "/slow?seconds=0.5&name=busy") for _ in range(2)]
        time.sleep(0.1)
        with site.socket() as wire:
            wire.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 777\r\n\r\n" + b"x" * 777)
            time.sleep(0.1)
        for each in busy:
            each.result()
    wait_until(lambda: "echo 777" in site.client.get("/ran").json()["ran"], what="the reply of a closed tab")


def test_language_and_time_zone_of_one_request_do_not_reach_the_next(site: Installation) -> None:
    for _ in range(6):
        assert site.client.get("/language?set=1").text == "ja Asia/Tokyo"
    assert site.client.get("/language").text == "ja Asia/Tokyo"


def test_a_stored_file_is_sent_with_ranges_and_tags(site: Installation) -> None:
    content = os.urandom(300_000)
    _store(site, "f1", content)
    whole = site.client.get("/stored?name=f1")
    assert whole.content == content
    assert whole.headers["accept-ranges"] == "bytes"
    assert "x-madoguchi-file" not in whole.headers
    part = site.client.get("/stored?name=f1", headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, content[100:200])
    assert part.headers["content-range"] == "bytes 100-199/300000"
    assert site.client.get("/stored?name=f1", headers={"Range": "bytes=-5"}).content == content[-5:]
    assert site.client.get("/stored?name=f1", headers={"Range": "bytes=299990-"}).content == content[299_990:]
    assert site.client.get("/stored?name=f1", headers={"Range": "bytes=300000-"}).status_code == 416
    assert site.client.get("/stored?name=f1", headers={"Range": "bytes=0-1,5-6"}).content == content
    assert site.client.get("/stored?name=f1", headers={"If-None-Match": whole.headers["etag"]}).status_code == 304
    assert site.client.head("/stored?name=f1").headers["content-length"] == "300000"


@pytest.mark.parametrize("name", ["../secret.key", "/etc/passwd", "missing", "link", ".", ""])
def test_a_page_cannot_name_a_file_outside_the_folder(site: Installation, name: str) -> None:
    _store(site, "inside", b"x")
    link = site.data / "files" / "link"
    if not link.is_symlink():
        link.symlink_to("/etc/passwd")
    for query in (f"name={name}", f"absolute={name}" if name else "name="):
        answer = site.client.get(f"/stored?{query}")
        assert answer.status_code == 404
        assert b"root:" not in answer.content


def test_outsiders_cannot_set_the_internal_header(site: Installation) -> None:
    for spelling in ("X-Madoguchi-File", "x-madoguchi-file", "X_Madoguchi_File"):
        answer = site.client.get("/headers", headers={spelling: "/etc/passwd"})
        assert "passwd" not in answer.text
    failing = site.client.get("/failing")
    assert failing.text == "no"
    assert "x-madoguchi-file" not in failing.headers


def test_a_large_page_is_compressed_only_for_those_who_ask(site: Installation) -> None:
    packed = site.client.get("/large")
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < 2000
    assert packed.text == "窓口 " * 20_000
    plain = site.client.get("/large", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["vary"]
    assert plain.text == packed.text


def test_an_export_larger_than_memory_arrives_whole(site: Installation) -> None:
    assert len(site.client.get("/export").content) == 64 * 65_536


def test_an_error_says_nothing_of_its_cause_to_outsiders(site: Installation) -> None:
    answer = site.client.get("/broken")
    assert answer.status_code == 500
    assert "detail" not in answer.text
    assert "ZeroDivisionError" in site.log.read_text()


def test_a_head_that_never_ends_is_refused(site: Installation) -> None:
    with site.socket() as wire:
        wire.sendall(b"GET /fast HTTP/1.1\r\nHost: x\r\n")
        with suppress(OSError):
            for number in range(40):
                wire.sendall(f"X-{number}: ".encode() + b"x" * 8192 + b"\r\n")
                time.sleep(0.005)
        with suppress(ConnectionResetError):
            assert wire.recv(100).startswith(b"HTTP/1.1 400")


def test_a_head_of_ordinary_size_in_pieces_and_a_second_request_are_answered(site: Installation) -> None:
    with site.socket() as wire:
        for _ in range(2):
            for piece in (b"GET /fa", b"st HTTP/1.1\r\nHost: x\r\nX-A: ", b"x" * 20_000, b"\r\n\r\n"):
                wire.sendall(piece)
                time.sleep(0.02)
            assert wire.recv(1000).endswith(b"fast")


def test_a_connection_that_says_nothing_is_closed_after_a_while() -> None:
    closed: list[bool] = []

    class Transport(asyncio.Transport):
        def close(self) -> None:
            closed.append(True)

    async def connect() -> None:
        config = uvicorn.Config(lambda: None, log_config=None)
        config.load()
        protocol = Protocol(config, ServerState(), {})
        protocol.connection_made(Transport())
        assert protocol._head_clock is not None
        left = protocol._head_clock.when() - asyncio.get_running_loop().time()
        assert 29 < left <= SECONDS_FOR_HEAD
        protocol._head_clock._run()
        protocol.connection_lost(ConnectionError())

    asyncio.run(connect())
    assert closed == [True]


def test_nonsense_gets_400_and_the_next_request_is_answered(site: Installation) -> None:
    for nonsense in (
        b"\x00\x01\x02\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    ):
        with site.socket() as wire:
            wire.sendall(nonsense)
            assert not wire.recv(100).startswith(b"HTTP/1.1 200")
    assert site.client.get("/fast").text == "fast"


def _store(site: Installation, name: str, content: bytes) -> None:
    path: Path = site.data / "files" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)


def _median_milliseconds(site: Installation) -> float:
    times = []
    for _ in range(60):
        began = time.perf_counter()
        assert site.client.get("/fast").text == "fast"
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)[30]


@contextmanager
def _slow_ones(site: Installation) -> Iterator[None]:
    open_ones: list[socket.socket] = []
    for _ in range(6):
        up = site.socket()
        up.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n" + b"x" * 10_000)
        down = site.socket()
        down.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        down.sendall(b"GET /stored?name=big HTTP/1.1\r\nHost: x\r\n\r\n")
        open_ones += [up, down]
    time.sleep(0.3)
    try:
        yield
    finally:
        for each in open_ones:
            each.close()


def _read_all(wire: socket.socket) -> bytes:
    content = b""
    while piece := wire.recv(65536):
        content += piece
    return content
