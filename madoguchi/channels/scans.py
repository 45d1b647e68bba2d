"""Reads about virus scans. Not for: scanning (services.scanning).

Where the scanner listens: MADOGUCHI_CLAMD (host:port or a socket's path; empty = there is none).
"""

import os
from collections.abc import Iterable

from madoguchi.channels.models import FileScan, ScanState


def place() -> str:
    """Where the scanner listens; empty when there is none."""
    return os.environ.get("MADOGUCHI_CLAMD", "").strip()


def unclean(sha256s: Iterable[str]) -> dict[str, tuple[str, str]]:
    """(state, what was found) of the files that are infected, or not scanned where there is a scanner.

    Clean files are left out, and all of them where no scanner is set up and none ever found anything.
    """
    wanted = set(sha256s)
    if not wanted:
        return {}
    known = {
        row[0]: row[1:] for row in FileScan.objects.filter(sha256__in=wanted).values_list("sha256", "state", "found")
    }
    missing: tuple[str, str] = (ScanState.MISSED, "")
    found = {sha256: known.get(sha256, missing if place() else None) for sha256 in wanted}
    return {key: value for key, value in found.items() if value is not None and value[0] != ScanState.CLEAN}


def virus_in(sha256: str) -> str:
    """The name of the virus in a file; empty when none was found."""
    return (
        FileScan.objects.filter(sha256=sha256, state=ScanState.INFECTED).values_list("found", flat=True).first() or ""
    )
