"""What an agent feels: every key and click of the desk in Chromium, 4 times slowed down and 40 ms away from the server.

From the event of the keyboard or mouse to the end of the first frame that shows what it did, measured inside the page
(see stopwatch.py); the distance is a door of our own before the server (away.py), for it delays the live stream too.

python bench/keys.py --data /tmp/desk-bench [--database postgres://user@host/name] [--times 20] [--only j,view]
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from away import Distance, away
from news import News
from place import use
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from seat import prepare, tidy
from served import serving
from stopwatch import Stopwatch, report
from strokes import Strokes
from visits import Visits

TARGETS: dict[str, float] = {
    "row highlight on j/k": 16,
    "open ticket, fetched before": 50,
    "open ticket, not fetched": 150,
    "r: caret in editor, warm": 50,
    "r: caret in editor, cold": 200,
    "key in editor": 16,
    "send: bubble": 50,
    "menu of status, assignee, tags opens": 50,
    "status": 50,
    "assign": 50,
    "tag": 50,
    "done, then next ticket": 100,
    "command palette opens": 50,
    "command palette narrows": 30,
    "macro: preview": 100,
    "macro: insert": 100,
    "bulk change of 2,000: progress bar": 100,
    "bulk change of 2,000: all done": 60_000,
    "bulk change of 2,000: all undone": 60_000,
    "search: first results": 200,
    "change of view, seen before": 100,
    "change of view": 200,
    "colleague's note visible, from before commit": 500,
    "presence of a colleague": 1000,
    "back after sleep": 2000,
    "report page": 500,
    "help centre, first visit on 4G: LCP": 1000,
}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SLOWER = 4
ROUND_TRIP = 0.040


def main() -> None:
    """Reads the arguments, measures everything (or what `--only` names the beginning of), prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--database", default="")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", default="", help="names of measurements, separated by commas")
    asked = parser.parse_args()
    use(asked.data, asked.database)
    prepared = prepare(asked.data, asked.database)
    with serving(asked.data, asked.database) as served, away(served.port, round_trip=ROUND_TRIP) as distance:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=asked.chromium, args=ARGUMENTS)
            page = desk(browser, distance, prepared.session)
            watch = Stopwatch(page)
            seats = [kind(watch, distance, prepared, asked.times) for kind in (Strokes, News)]
            visits = Visits(watch, browser, distance, asked.times)
            for name, run in {**seats[0].all(), **seats[1].all(), **visits.all()}.items():
                if not asked.only or name in asked.only.split(","):
                    attempt(name, run)
            browser.close()
        report(watch.times, TARGETS)
    tidy(asked.data, asked.database)


def attempt(name: str, run: Callable[[], None]) -> None:
    """One measurement; what goes wrong in it is told and does not keep the others from running."""
    try:
        run()
        print(f"{name}: done", flush=True)
    except Exception as error:
        print(f"{name}: FAILED: {(str(error) or repr(error)).splitlines()[0]}", flush=True)


def desk(browser: Browser, distance: Distance, session: str) -> Page:
    """A window of the agent, slowed down."""
    size: ViewportSize = {"width": 1440, "height": 900}
    context = browser.new_context(viewport=size, locale="ja-JP", bypass_csp=True)  # the page's policy forbids the watch
    address = f"http://127.0.0.1:{distance.port}"
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    context.add_init_script(path=str(Path(__file__).with_name("stopwatch.js")))
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(f"{address}/desk")
    return page


if __name__ == "__main__":
    main()
