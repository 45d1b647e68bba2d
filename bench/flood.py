"""Ten thousand mails as fast as the desk accepts them; see intake."""

import multiprocessing
import os
import random
import smtplib
import subprocess
import sys
import time
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from bench.ordinary import ordinary_mail
from tests.servers.postbox import free_port

SENDERS = 8
ADDRESS = "bench@shop.example"
_CHUNK = 200


def run(*, mails: int, workers: int, light: int) -> None:
    """Prints mails per second, CPU per mail and memory at each fifth of the way."""
    from madoguchi.config.start import start

    start()
    from django.db import connection

    from madoguchi.channels.doors.lmtp import LmtpDoor
    from madoguchi.channels.models import Inbox, RawMessage
    from madoguchi.channels.services import inboxes
    from madoguchi.kernel import wire
    from madoguchi.kernel.actors import SYSTEM
    from madoguchi.kernel.jobs.running import HEAVY_LANES, Runner, light_lanes

    Inbox.objects.filter(address=ADDRESS).exists() or inboxes.create(
        kind="mail", name="bench", address=ADDRESS, settings={"way_in": "door"}, by=SYSTEM
    )
    newest = RawMessage.objects.order_by("-id").values_list("id", flat=True).first() or 0
    ours = RawMessage.objects.filter(id__gt=newest)
    wire.open_wire("serve")
    port = free_port()
    door = LmtpDoor(f"127.0.0.1:{port}")
    door.start()
    runner: Any = None
    processes: list[subprocess.Popen[bytes]] = []
    if workers:
        command = [sys.executable, "-m", "madoguchi.config", "worker", "--light", str(light)]
        processes = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _number in range(workers)]
        time.sleep(4)
    else:
        runner = Runner((*light_lanes(4), *HEAVY_LANES), periodic=False)
        runner.start()
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(SENDERS + 1)
    senders = [context.Process(target=_send, args=(port, number, mails // SENDERS, ready)) for number in range(SENDERS)]
    for sender in senders:
        sender.start()
    ready.wait()
    groups = {
        "door": [os.getpid()],
        "workers": [process.pid for process in processes],
        "senders": [sender.pid or 0 for sender in senders],
    }
    began, before = time.monotonic(), _spent(groups)
    print(f"{connection.vendor}, {mails:,} mails, jobs in {f'{workers} workers' if workers else 'this process'}")
    done, told = 0, 0
    while done < mails // SENDERS * SENDERS:
        time.sleep(0.5)
        arrived = ours.count()
        done = arrived - ours.filter(state="stored").count()
        if done >= told + mails // 5:
            told = done
            seconds = time.monotonic() - began
            print(
                f"  {done:>7,} on tickets after {seconds:6.1f} s: {done / seconds:6.1f} mails/s,"
                f" {arrived - done:>5,} waiting, {_megabytes():5.0f} MB"
            )
    seconds = time.monotonic() - began
    spent = {name: (after - before[name]) * 1000 / done for name, after in _spent(groups).items()}
    ready.wait()
    for sender in senders:
        sender.join()
    if runner is not None:
        runner.stop(5)
    for process in processes:
        process.terminate()
        process.wait(20)
    door.stop()
    wire.close()
    shares = ", ".join(f"{name} {share:.2f}" for name, share in spent.items() if share)
    print(f"{done / seconds:.1f} mails/s sustained; CPU per mail {sum(spent.values()):.2f} ms ({shares})")


def _send(port: int, number: int, mails: int, ready: Barrier) -> None:
    """Writes all its mails first: that is the customers' work, not the desk's. Stays until its time has been read."""
    chance = random.Random(time.time_ns() + number)
    written: list[bytes] = []
    earlier = ""
    for index in range(mails):
        which = (index // 2 * SENDERS + number) * 2 + index % 2
        content, earlier = ordinary_mail(which, chance, earlier if index % 2 else "")
        written.append(content)
    ready.wait()
    for start in range(0, mails, _CHUNK):
        with smtplib.LMTP("127.0.0.1", port) as line:
            for index, content in enumerate(written[start : start + _CHUNK], start):
                line.sendmail(f"person{index}@example.com", [ADDRESS], content)
    ready.wait()


def _spent(groups: dict[str, list[int]]) -> dict[str, float]:
    """Seconds of processor time by group, and those of PostgreSQL where its processes run on this machine."""
    from django.db import connection

    served: list[int] = []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database() OR datname IS NULL")
            served = [pid for (pid,) in cursor.fetchall()]
    return {name: sum(map(_seconds, pids)) for name, pids in {**groups, "PostgreSQL": served}.items()}


def _seconds(pid: int) -> float:
    """Of one process; none of one that has ended or runs elsewhere."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _megabytes() -> float:
    fields = Path("/proc/self/statm").read_text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
