"""Feeds the mail parser with what nobody would write: `python -m tests.fuzz.reading fuzz --seeds DIR --minutes 30`.

Needs `atheris`, which the product does not: `uv pip install --target DIR atheris`, then PYTHONPATH=DIR. The seeds are
the corpus (`python -m tests.mail_corpus DIR`). Stops at the first exception and above 1 GB of memory; that mail lies
then in the working directory as `crash-*`. Watched code runs some fifteen times slower than it does for users, so
mails that took long are kept as `slow-*`, and `python -m tests.fuzz.reading measure DIR` says what they really take.
"""

import argparse
import resource
import sys
import time
from pathlib import Path

from tests.fuzz.watching import watched

LONGEST = 2.0
KEPT = 200


class Run:
    """What is told about a run."""

    def __init__(self) -> None:
        self.count = 0
        self.slowest = 0.0
        self.kept = 0
        self.told = time.monotonic()

    def one(self, raw: bytes) -> None:
        """One mail: read, described and previewed."""
        spent = seconds(raw)
        self.count += 1
        if spent > min(self.slowest, LONGEST) and self.kept < KEPT:
            self.kept += 1
            Path(f"slow-{self.kept:03}.eml").write_bytes(raw)
        self.slowest = max(self.slowest, spent)
        if time.monotonic() - self.told > 60:
            self.told = time.monotonic()
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            say(f"{self.count} mails, slowest {self.slowest * 1000:.0f} ms while watched, {memory} MB")


def seconds(raw: bytes) -> float:
    """Processor time of reading one mail. Raises what the parser hides from other programs."""
    from madoguchi.channels.base.mail import preview, reading
    from madoguchi.channels.base.mail.as_json import described

    started = time.process_time()
    found = described(raw, details=True)
    preview.preview(raw)
    spent = time.process_time() - started
    if "internal" in str(found.get("error", "")):
        reading.read(raw)
        raise AssertionError(found)
    return spent


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    ways = parser.add_subparsers(dest="way", required=True)
    fuzz = ways.add_parser("fuzz")
    fuzz.add_argument("--minutes", type=float, default=30)
    fuzz.add_argument("--seeds", required=True)
    measure = ways.add_parser("measure")
    measure.add_argument("folder", type=Path)
    chosen = parser.parse_args()
    if chosen.way == "fuzz":
        watched(Run().one, minutes=chosen.minutes, seeds=chosen.seeds)
        return
    times = sorted(((seconds(file.read_bytes()), file.name) for file in chosen.folder.glob("*")), reverse=True)
    for spent, name in times[:10]:
        say(f"{spent * 1000:7.0f} ms  {name}")
    sys.exit(1 if times and times[0][0] > LONGEST else 0)


if __name__ == "__main__":
    main()
