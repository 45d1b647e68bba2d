"""What a first visit to the inbox weighs on the wire, in Chromium: at most 90 KB before the editor, which it fetches
when it has nothing else to do, and 230 KB with it.

python bench/weight.py --data /tmp/desk-bench [--chromium /usr/bin/chromium]
"""

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from person import sign_in
from place import use
from playwright.sync_api import Page, sync_playwright
from served import serving

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET_MS = 2500
STATIC = Path(__file__).resolve().parent.parent / "madoguchi" / "web" / "static"


class Wire:
    """Counts encoded bytes of everything but the open stream."""

    def __init__(self, page: Page) -> None:
        self.bytes: Counter[str] = Counter()
        self.addresses: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        self.addresses[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        address = self.addresses.get(event["requestId"], "?")
        self.bytes[address] += int(event["encodedDataLength"])

    def total(self, *, but: str = "") -> int:
        """Bytes so far, without those of the file with this name."""
        return sum(size for address, size in self.bytes.items() if not but or but not in address)


def main() -> None:
    """Visits the inbox with an empty cache, opens a ticket, focuses the editor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--database", default="")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    asked = parser.parse_args()
    use(asked.data, asked.database)
    person = sign_in(1)
    with serving(asked.data, asked.database) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=asked.chromium, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ja-JP")
        context.add_cookies([{"name": "sessionid", "value": person.session, "url": f"http://127.0.0.1:{served.port}"}])
        page = context.new_page()
        wire = Wire(page)
        page.goto(f"http://127.0.0.1:{served.port}/desk")
        page.wait_for_timeout(QUIET_MS)
        editor = json.loads((STATIC / "manifest.json").read_text())["surface.js"]
        report("first visit, before the editor", wire.total(but=editor), 90, wire)
        page.locator("a[data-ticket]").first.click()
        page.wait_for_timeout(QUIET_MS)
        page.keyboard.press("r")
        page.wait_for_timeout(QUIET_MS)
        report("with a ticket and the editor", wire.total(), 230, wire)
        browser.close()


def report(name: str, size: int, target: int, wire: Wire) -> None:
    """One line and the parts."""
    print(f"{name:34} {size / 1000:7.1f} KB, target {target}: {'met' if size <= target * 1000 else 'MISSED'}")
    for address, part in wire.bytes.most_common(12):
        print(f"    {part / 1000:7.1f}  {address.split('/', 3)[3][:90]}")


if __name__ == "__main__":
    main()
