"""What changes in the list and from outside: searching, views, colleagues, sleep, a change of 2,000 tickets."""

import time
import uuid
from collections.abc import Callable
from urllib.parse import urlencode

from seat import Seat

TAG = "測定"
WORDS = ("返品", "領収書", "配送", "請求", "ログイン", "修理", "在庫", "交換", "解約", "見積")
PRESS = "link => link.click()"
FRESH = "!document.querySelector('#rows > [data-bench]')"


class News(Seat):
    """The measurements by name; each begins at the desk and leaves it usable."""

    def all(self) -> dict[str, Callable[[], None]]:
        """By name, in the order they run."""
        return {
            "search": self.search,
            "view": self.view,
            "note": self.note,
            "presence": self.presence,
            "sleep": self.sleep,
            "bulk": self.bulk,
        }

    def search(self) -> None:
        """The last letter of a word in the search box."""
        self.go()
        for count in range(self.times):
            field = self.page.locator("[data-search] input")
            field.fill("")
            self.page.wait_for_timeout(900)
            field.focus()
            self.mark()
            word = WORDS[count % len(WORDS)]
            self.watch.measure(
                "search: first results", "input", FRESH, lambda word=word: self.page.keyboard.insert_text(word)
            )
            self.page.wait_for_timeout(300)
        self.page.locator("[data-search] input").fill("")

    def view(self) -> None:
        """Boxes of the rail, rested on as a hand does on its way, and by the palette's way without."""
        self.go()
        boxes = ("waiting", "new", "held", "open")
        for count in range(self.times):
            self.page.mouse.move(700, 5)
            self.page.wait_for_timeout(500)
            link = self.page.locator(f"#boxes a[data-box='{boxes[count % len(boxes)]}']")
            self.mark()
            name = "change of view" if count < len(boxes) else "change of view, seen before"
            self.watch.measure(name, "click", FRESH, lambda link=link: link.evaluate(PRESS))
            self.page.wait_for_timeout(700)
        for count in range(self.times):
            self.page.evaluate("() => document.dispatchEvent(new CustomEvent('desk:stale'))")
            link = self.page.locator(f"#boxes a[data-box='{boxes[count % len(boxes)]}']")
            self.mark()
            self.watch.measure("change of view", "click", FRESH, lambda link=link: link.evaluate(PRESS))
            self.page.wait_for_timeout(700)

    def said(self, number: str) -> str:
        """A colleague's note on the ticket; returns its words."""
        words = f"倉庫に聞きました {uuid.uuid4().hex[:8]}"
        body = urlencode({"text": words, "client_key": uuid.uuid4().hex}).encode()
        kind = "application/x-www-form-urlencoded"
        answer = self.colleague.send("POST", f"/tickets/{number}/notes", body, Content_Type=kind)
        assert answer.status == 201, answer.body[:200]
        return words.rpartition(" ")[2]

    def note(self) -> None:
        """A colleague's note, from just before it was posted."""
        number = self.ticket_id
        self.go(f"/tickets/{number}?box=open&scope=all")
        for _ in range(max(5, self.times // 2)):
            count = self.page.locator(f"#messages-{number} > [data-message]").count()
            shown = f"document.querySelectorAll('#messages-{number} > [data-message]').length > {count}"
            self.watch.since(
                "colleague's note visible, from before commit", time.time(), shown, lambda: self.said(number)
            )
            self.page.wait_for_timeout(1600)

    def presence(self) -> None:
        """A colleague opens the same ticket."""
        number = self.ticket_id
        self.go(f"/tickets/{number}?box=open&scope=all")
        shown = f"!!document.querySelector('[data-presence-names=\"{number}\"] span')"
        for _ in range(max(5, self.times // 2)):
            self.watch.since("presence of a colleague", time.time(), shown, lambda: self.stays(number))
            self.colleague.send("DELETE", f"/tickets/{number}/presence")
            self.page.wait_for_function(f"!({shown})")
            self.page.wait_for_timeout(300)

    def stays(self, number: str) -> None:
        """The colleague says so."""
        assert self.colleague.send("POST", f"/tickets/{number}/presence").status == 200

    def sleep(self) -> None:
        """The lid is shut for twelve seconds: no timer runs, nothing arrives; then what was written meanwhile shows."""
        number = self.ticket_id
        self.go(f"/tickets/{number}?box=open&scope=all")
        chromium = self.page.context.new_cdp_session(self.page)
        for _ in range(max(3, self.times // 6)):
            count = self.page.locator(f"#messages-{number} > [data-message]").count()
            shown = f"document.querySelectorAll('#messages-{number} > [data-message]').length > {count}"
            self.distance.asleep = True
            chromium.send("Debugger.enable")
            chromium.send("Debugger.pause")
            self.said(number)
            time.sleep(12)
            chromium.send("Debugger.disable")
            self.watch.since("back after sleep", time.time(), shown, self.distance.wake)
            self.page.wait_for_timeout(1500)

    def bulk(self) -> None:
        """All tickets of the view get a tag: the bar, the end, and the way back."""
        shown = "!!document.querySelector('#bulk progress')"
        for _ in range(2):
            self.go(f"/desk?view={self.view_id}")
            self.page.locator("#rows .pick").first.click()
            last = self.page.locator("#rows .pick").last
            last.click(modifiers=["Shift"])
            self.page.locator("#bulk button:has([href$='#list-checks'])").click()
            self.page.locator("#bulk button:has([href$='#tag'])").click()
            self.page.locator(".menu.floating input").fill(TAG)
            began = time.time()
            self.watch.measure("bulk change of 2,000: progress bar", "keydown", shown, self.key("Enter"))
            undo = self.page.locator("#toasts button")
            undo.wait_for(timeout=120_000)
            self.watch.note("bulk change of 2,000: all done", (time.time() - began) * 1000)
            began = time.time()
            undo.click()
            self.page.wait_for_timeout(1000)
            while self.left():
                self.page.wait_for_timeout(500)
            self.watch.note("bulk change of 2,000: all undone", (time.time() - began) * 1000)

    def left(self) -> int:
        """How many of the newest undone bulk change have not been given back."""
        from madoguchi.tickets.models import BulkChange

        row = BulkChange.objects.latest("id")
        return row.total - row.undone
