"""Virus scans of files that came in: in a job of their own, so that mail never waits for the scanner.

A file that could not be scanned is marked so, and asked about again.
"""

from collections.abc import Iterable
from datetime import timedelta

from madoguchi.channels.base import clamd
from madoguchi.channels.base.errors import TemporaryFailure
from madoguchi.channels.models import FileScan, ScanState
from madoguchi.channels.queueing import later
from madoguchi.channels.scans import place
from madoguchi.kernel import clock, files
from madoguchi.kernel.actors import Actor
from madoguchi.people.permissions import require
from madoguchi.tickets import reading
from madoguchi.tickets.permissions import TicketPermission

AGAIN_AFTER = timedelta(minutes=10)
MOST_ATTEMPTS = 30
AT_ONCE = 200


def ask(message_id: int) -> None:
    """Enqueues the scan of a message's files, where there is a scanner; its files count as unscanned until then."""
    if place():
        later("channels.scan", key=str(message_id), message_id=message_id)


def ask_files(sha256s: Iterable[str]) -> None:
    """As `ask`, for files of which only the contents are known."""
    wanted = list(sha256s)
    if wanted and place():
        later("channels.scan_files", sha256s=wanted)


def scan(message_id: int, *, by: Actor) -> None:
    """Scans what no scan has judged yet. Talks to the scanner: outside any transaction."""
    require(by, TicketPermission.OPEN)
    scan_files([file["file__sha256"] for file in reading.attachments([message_id]).get(message_id, [])], by=by)


def scan_files(sha256s: Iterable[str], *, by: Actor) -> None:
    """As `scan`, for contents."""
    require(by, TicketPermission.OPEN)
    rows = list(sha256s)
    judged = FileScan.objects.filter(sha256__in=rows).exclude(state=ScanState.MISSED)
    known = set(judged.values_list("sha256", flat=True))
    for sha256 in dict.fromkeys(rows):
        if sha256 not in known:
            _scan(sha256)


def scan_missed(*, by: Actor) -> None:
    """Asks again about files that could not be scanned; after many tries they stay as they are."""
    require(by, TicketPermission.OPEN)
    missed = FileScan.objects.filter(state=ScanState.MISSED, attempts__lt=MOST_ATTEMPTS)
    due = missed.filter(scanned_at__lt=clock.now() - AGAIN_AFTER).order_by("scanned_at")
    for sha256 in due.values_list("sha256", flat=True)[:AT_ONCE] if place() else ():
        if not _scan(sha256):
            return


def _scan(sha256: str) -> bool:
    """Scans one content and keeps the verdict; False when the scanner could not be asked."""
    try:
        found = clamd.scan(place(), files.path_of(sha256).read_bytes())
    except FileNotFoundError:
        FileScan.objects.filter(sha256=sha256).delete()
        return True
    except TemporaryFailure as problem:
        _keep(sha256, ScanState.MISSED, problem.reason)
        return problem.code != "scanner_silent"
    _keep(sha256, ScanState.INFECTED if found.virus else ScanState.CLEAN, found.virus)
    return True


def _keep(sha256: str, state: ScanState, found: str) -> None:
    row, fresh = FileScan.objects.get_or_create(
        sha256=sha256, defaults={"state": state, "found": found[:200], "scanned_at": clock.now()}
    )
    if not fresh:
        FileScan.objects.filter(pk=row.pk).update(
            state=state, found=found[:200], attempts=row.attempts + 1, scanned_at=clock.now()
        )
