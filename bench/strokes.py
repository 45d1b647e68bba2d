"""Keys on a ticket, each pressed many times under the stopwatch."""

import uuid
from collections.abc import Callable

from seat import OPENED, Seat

EDITOR = "document.querySelector('reply-composer .ProseMirror, reply-composer textarea')"


class Strokes(Seat):
    """The measurements by name; each begins at the desk and leaves it usable."""

    def all(self) -> dict[str, Callable[[], None]]:
        """By name, in the order they run."""
        return {
            "j": self.walk,
            "click": self.click,
            "r": self.caret,
            "type": self.type,
            "send": self.send,
            "chips": self.chips,
            "done": self.done,
            "palette": self.palette,
            "macro": self.macro,
        }

    def walk(self) -> None:
        """j: the row, and the ticket that was fetched before."""
        self.go()
        self.open_next()
        for _ in range(self.times):
            on = f"document.getElementById('row-{self.neighbour()}').classList.contains('on')"
            self.watch.measure("row highlight on j/k", "keydown", on, self.key("j"))
            self.page.wait_for_timeout(700)
        for _ in range(self.times):
            shown = OPENED.format(id=self.neighbour(-1))
            self.watch.measure("open ticket, fetched before", "keydown", shown, self.key("k"))
            self.page.wait_for_timeout(700)

    def click(self) -> None:
        """A press on rows far apart, without having rested on them."""
        self.go()
        rows = self.page.evaluate("() => [...document.querySelectorAll('#rows .row')].map(row => row.dataset.id)")
        for number in rows[2 : 3 * self.times : 3]:
            self.page.evaluate("id => document.getElementById(`row-${id}`).scrollIntoView({ block: 'center' })", number)
            box = self.page.locator(f"#row-{number} a .what").bounding_box()
            assert box is not None
            point = (box["x"] + 20, box["y"] + 8)
            shown = OPENED.format(id=number)
            self.watch.measure("open ticket, not fetched", "click", shown, lambda p=point: self.page.mouse.click(*p))
            self.page.mouse.move(700, 5)
            self.page.wait_for_timeout(400)

    def caret(self) -> None:
        """r, with the editor loaded, and right after the page came."""
        self.go()
        inside = "!!document.activeElement?.closest('reply-composer')"
        for _ in range(self.times):
            self.open_next()
            self.watch.measure("r: caret in editor, warm", "keydown", inside, self.key("r"))
            self.leave()
        address = self.page.url
        for _ in range(max(3, self.times // 3)):
            self.page.goto(address)
            self.page.wait_for_function("!!document.querySelector('reply-composer .composer')")
            self.watch.measure("r: caret in editor, cold", "keydown", inside, self.key("r"))
            self.leave()

    def write(self, words: str) -> None:
        """An answer in the open ticket's editor."""
        self.page.keyboard.press("r")
        self.page.wait_for_function("!!document.activeElement?.closest('reply-composer')")
        self.page.keyboard.insert_text(words)
        self.page.wait_for_timeout(600)

    def type(self) -> None:
        """Letters into a text that stands there."""
        self.go()
        self.open_next()
        self.write("お世話になっております。")
        for count in range(1, self.times * 2):
            written = f"({EDITOR}.value ?? {EDITOR}.textContent).includes('{'x' * count}')"
            self.watch.measure("key in editor", "keydown", written, self.key("x"))
            self.page.wait_for_timeout(120)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.leave()

    def send(self) -> None:
        """Ctrl+Enter: the bubble, long before the server's answer."""
        self.go()
        for _ in range(max(5, self.times // 2)):
            self.open_next()
            self.page.keyboard.press("n")
            self.page.keyboard.insert_text(f"確認しました。{uuid.uuid4().hex[:6]}")
            self.page.wait_for_timeout(600)
            self.watch.measure(
                "send: bubble", "keydown", "!!document.querySelector('.m-pending')", self.key("Control+Enter")
            )
            self.page.wait_for_function("!document.querySelector('.m-pending')")
            self.leave()

    def chips(self) -> None:
        """Status, assignee and tags by their keys: the menu, then the chip that changes at once."""
        self.go()
        menu = "!!document.querySelector('.menu.floating [role=option]')"
        for _ in range(self.times):
            self.open_next()
            for name, key, chip in (("assign", "a", "assignee"), ("status", "s", "status"), ("tag", "t", "tags")):
                found = f"document.querySelector('#ticket-pane [data-menu={chip}]').textContent"
                before = self.page.evaluate(f"() => window.before = {found}")
                assert before
                self.watch.measure("menu of status, assignee, tags opens", "keydown", menu, self.key(key))
                if name == "tag":
                    self.page.keyboard.press("Enter")
                else:
                    self.page.keyboard.press("ArrowUp" if name == "status" else "ArrowDown")
                self.watch.measure(
                    name, "keydown", f"{found} !== window.before", self.key("Escape" if name == "tag" else "Enter")
                )
                self.page.wait_for_timeout(700)
                self.page.locator("#rows").focus()

    def done(self) -> None:
        """e: the next ticket is open."""
        self.go()
        self.open_next()
        for _ in range(max(5, self.times // 2)):
            shown = OPENED.format(id=self.neighbour())
            self.watch.measure("done, then next ticket", "keydown", shown, self.key("e"))
            self.page.wait_for_timeout(1500)

    def palette(self) -> None:
        """Ctrl+K and letters."""
        self.go()
        self.open_next()
        for _ in range(self.times):
            opened = "document.querySelector('.palette')?.open && document.activeElement.matches('.palette input')"
            self.watch.measure("command palette opens", "keydown", opened, self.key("Control+k"))
            self.page.evaluate("() => document.querySelector('#palette-list li').dataset.bench = 'yes'")
            narrowed = "!document.querySelector('#palette-list [data-bench]')"
            self.watch.measure("command palette narrows", "keydown", narrowed, self.key("s"))
            self.page.wait_for_timeout(300)
            self.page.keyboard.press("Escape")
            self.page.wait_for_function("!document.querySelector('.palette')")

    def macro(self) -> None:
        """/ and letters show the filled text, Enter puts it in."""
        self.go()
        for _ in range(max(5, self.times // 2)):
            self.open_next()
            self.page.keyboard.press("r")
            self.page.wait_for_function("!!document.activeElement?.closest('reply-composer')")
            shown = "(document.querySelector('.popup:not([hidden]) .preview')?.textContent ?? '') !== ''"
            self.watch.measure("macro: preview", "keydown", shown, self.key("/"))
            self.page.keyboard.type("sokutei")
            self.page.wait_for_timeout(500)
            put = f"({EDITOR}.value ?? {EDITOR}.textContent).includes('お待たせ')"
            self.watch.measure("macro: insert", "keydown", put, self.key("Enter"))
            self.page.keyboard.press("Control+a")
            self.page.keyboard.press("Delete")
            self.page.wait_for_timeout(300)
            self.leave()
