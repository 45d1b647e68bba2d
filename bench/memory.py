"""Idle memory of `madoguchi serve` with its worker child: proportional set size, target 150 MB.

python bench/memory.py --data /tmp/desk-bench [--database postgres://user@host/name]
"""

import argparse
import time
from pathlib import Path

from client import Client
from person import sign_in
from place import use
from served import serving

TARGET_MB = 150


def main() -> None:
    """Starts the server, opens the desk once, waits, reads."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--database", default="")
    parser.add_argument("--wait", type=float, default=10, help="seconds of idling before reading")
    asked = parser.parse_args()
    use(asked.data, asked.database)
    person = sign_in(1)
    with serving(asked.data, asked.database) as served:
        time.sleep(asked.wait)
        fresh = {pid: served.pss_of(pid) for pid in served.pids()}
        client = Client(served.port, person.headers())
        for _ in range(20):
            if client.get("/desk").status != 200:
                raise SystemExit("the desk did not open")
        time.sleep(asked.wait)
        used = {pid: served.pss_of(pid) for pid in served.pids()}
    for name, found in (("idle after start", fresh), ("idle after 20 pages", used)):
        parts = " + ".join(f"{kb / 1024:.0f}" for kb in found.values())
        total = sum(found.values()) / 1024
        print(
            f"{name:20} {total:6.0f} MB PSS ({parts}), target {TARGET_MB}: {'met' if total <= TARGET_MB else 'MISSED'}"
        )


if __name__ == "__main__":
    main()
