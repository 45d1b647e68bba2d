"""Jobs in a running installation: light ones in serve, heavy ones in the worker child, none lost with its process."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.config.installation import Installation, below, wait_until

pytestmark = pytest.mark.once


def test_a_light_job_begins_within_milliseconds_of_its_commit(site: Installation) -> None:
    waits = []
    for number in range(20):
        began = time.time()
        site.client.get(f"/work?job=light&name=quick{number}")
        answered = time.time()
        entry = site.wait_for_log("begin", f"quick{number}")[0]
        waits.append(entry[-1] - answered)
        assert entry[-1] > began
    assert sorted(waits)[10] < 0.02


def test_a_heavy_job_runs_in_the_worker_child_at_once(site: Installation) -> None:
    assert site.process is not None
    began = time.time()
    site.client.get("/work?job=heavy&name=h1")
    entry = site.wait_for_log("end", "h1")[0]
    assert entry[2] in site.children()
    assert entry[2] != site.process.pid
    assert entry[-1] - began < 0.5


def test_a_rolled_back_change_never_runs_its_job(site: Installation) -> None:
    site.client.get("/work?job=light&name=ghost&roll_back=1")
    site.client.get("/work?job=light&name=real")
    site.wait_for_log("end", "real")
    assert not [entry for entry in site.work_log() if entry[1] == "ghost"]


def test_enqueued_twice_under_one_key_runs_once(site: Installation) -> None:
    for _ in range(4):
        site.client.get("/work?job=light&name=blocker&seconds=0.6")
    time.sleep(0.1)
    for _ in range(5):
        site.client.get("/work?job=light&name=keyed&key=k")
    site.wait_for_log("end", "keyed")
    site.client.get("/work?job=light&name=last")
    site.wait_for_log("end", "last")
    assert len([entry for entry in site.work_log() if entry[:2] == ["begin", "keyed"]]) == 1


def test_a_periodic_job_keeps_its_beat(site: Installation) -> None:
    times = [entry[-1] for entry in site.wait_for_log("periodic", times=5)]
    assert 2.4 < times[4] - times[0] < 8, "four beats of a second, each a little late at most"


def test_a_job_that_kills_the_worker_child_is_done_by_the_next_one(site: Installation) -> None:
    before = site.children()
    site.client.get("/work?job=killing&name=k1")
    entry = site.wait_for_log("end", "k1", seconds=20)[0]
    assert entry[2] not in before
    assert site.client.get("/fast").text == "fast"


def test_a_worker_child_killed_from_outside_loses_no_job(site: Installation) -> None:
    site.client.get("/work?job=heavy&name=h2&seconds=5")
    victim = site.wait_for_log("begin", "h2")[0][2]
    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: len(_begun(site, "h2")) == 2, what="the job to begin again", seconds=15)
    assert _begun(site, "h2")[1][2] != victim


def test_serve_killed_amid_a_job_does_it_after_the_restart(own_site: Installation) -> None:
    own_site.start()
    own_site.client.get("/work?job=light&name=l1&seconds=3")
    own_site.wait_for_log("begin", "l1")
    children = own_site.children()
    own_site.kill()
    wait_until(lambda: not any(_alive(pid) for pid in children), what="the worker child to end", seconds=8)
    own_site.start()
    own_site.wait_for_log("end", "l1", seconds=15)


def test_serve_starts_again_at_once_after_a_kill(own_site: Installation) -> None:
    own_site.start()
    own_site.kill()
    own_site.start()
    assert own_site.client.get("/fast").text == "fast"


def test_two_serves_never_share_a_data_folder(site: Installation) -> None:
    second = site.run("serve", "--port", "1")
    assert second.returncode == 1
    assert "Another madoguchi (process" in second.stderr


def test_idle_memory_of_serve_and_its_child_stays_small(site: Installation) -> None:
    assert site.process is not None
    total = sum(_pss(pid) for pid in [site.process.pid, *below(site.process.pid)])
    assert total < 150 * 1024, f"{total // 1024} MB"


def _begun(site: Installation, name: str) -> list[list[object]]:
    return [entry for entry in site.work_log() if entry[:2] == ["begin", name]]


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def _pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1])
