"""Whole pages: the reports, and the help centre as a customer on a telephone meets it."""

import re
from collections.abc import Callable

from away import Distance, away
from playwright.sync_api import Browser
from stopwatch import Stopwatch

REPORT = "/reports"
LARGEST = (
    "() => new Promise(resolve => new PerformanceObserver(list => resolve(list.getEntries().at(-1).startTime))"
    ".observe({ type: 'largest-contentful-paint', buffered: true }))"
)
FAST_4G = {"offline": False, "latency": 0, "downloadThroughput": 9e6 / 8, "uploadThroughput": 1.5e6 / 8}
"""9 Mbit/s down and 1.5 up; the round trip of 170 ms is the door's (away.py)."""
FAST_4G_ROUND_TRIP = 0.170


class Visits:
    """The measurements by name."""

    def __init__(self, watch: Stopwatch, browser: Browser, distance: Distance, times: int) -> None:
        self.watch, self.browser, self.distance, self.times = watch, browser, distance, times

    def all(self) -> dict[str, Callable[[], None]]:
        """By name."""
        return {"report": self.report, "help": self.help}

    def report(self) -> None:
        """The overview of the reports, from leaving the page before to its largest part painted."""
        page = self.watch.page
        for _ in range(self.times // 2):
            page.goto(f"http://127.0.0.1:{self.distance.port}{REPORT}")
            self.watch.note("report page", float(page.evaluate(LARGEST)))

    def help(self) -> None:
        """Each time a new visitor with an empty cache."""
        with away(self.distance.target, round_trip=FAST_4G_ROUND_TRIP) as door:
            for _ in range(max(3, self.times // 3)):
                context = self.browser.new_context(viewport={"width": 390, "height": 844}, locale="ja-JP")
                page = context.new_page()
                chromium = context.new_cdp_session(page)
                chromium.send("Emulation.setCPUThrottlingRate", {"rate": 4})
                chromium.send("Network.enable")
                chromium.send("Network.emulateNetworkConditions", FAST_4G)
                answer = page.goto(f"http://127.0.0.1:{door.port}/help")
                assert answer is not None
                assert answer.ok and re.search(r"<main", answer.text())
                page.wait_for_timeout(500)
                self.watch.note("help centre, first visit on 4G: LCP", float(page.evaluate(LARGEST)))
                context.close()
