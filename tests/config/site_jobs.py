"""Jobs of the test installation. Each notes in the database that it began and ended, and in which process."""

import os
import time

from django.db import connection, transaction

from madoguchi.kernel import doors, live
from madoguchi.kernel import settings as installation
from madoguchi.kernel.jobs import job


def note(*what: object) -> None:
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(7)")
        installation.write("log", [*installation.read("log", []), [*what, os.getpid(), time.time()]])


@job("site.light")
def light(name: str, seconds: str = "0") -> None:
    note("begin", name)
    time.sleep(float(seconds))
    note("end", name)


@job("site.heavy", heavy=True)
def heavy(name: str, seconds: str = "0") -> None:
    note("begin", name)
    time.sleep(float(seconds))
    note("end", name)


@job("site.announcing", heavy=True)
def announcing(name: str) -> None:
    live.announce(live.Announcement(id=0, name=name))


@job("site.killing", heavy=True, attempts=3)
def killing(name: str) -> None:
    note("begin", name)
    with transaction.atomic():
        seen = [entry for entry in installation.read("log", []) if entry[:2] == ["begin", name]]
    if len(seen) == 1:
        os.kill(os.getpid(), 9)
    note("end", name)


@job("site.hogging", heavy=True)
def hogging(name: str) -> None:
    held = bytearray(os.urandom(1024)) * (100 * 1024)
    note("end", name, len(held))


@job("site.periodic", every=1)
def periodic() -> None:
    note("periodic")


def open_door() -> None:
    note("door", "open")


def close_door() -> None:
    note("door", "closed")


if os.environ.get("SITE_DOOR"):
    doors.register_door("site", open_door, close_door)
