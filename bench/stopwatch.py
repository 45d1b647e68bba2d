"""Times inside the page: from the event of the keyboard or mouse to the frame that shows what it did."""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Page


@dataclass
class Stopwatch:
    """Measures one page; `times` are milliseconds by what was done."""

    page: Page
    times: dict[str, list[float]] = field(default_factory=dict)

    def measure(self, name: str, kind: str, shown: str, act: Callable[[], Any], *, keep: bool = True) -> float:
        """The first event of `kind` in `act` starts it; the frame after `shown` (JavaScript) became true stops it."""
        self.page.evaluate("([kind, shown]) => window.stopwatch.arm(kind, shown, 0)", [kind, shown])
        act()
        return self._taken(name, keep)

    def since(self, name: str, began: float, shown: str, act: Callable[[], Any]) -> float:
        """From a moment outside the page (seconds since 1970), for what others do."""
        self.page.evaluate("([shown, began]) => window.stopwatch.arm('', shown, began)", [shown, began * 1000])
        act()
        return self._taken(name, True)

    def note(self, name: str, taken: float) -> None:
        """A time measured otherwise."""
        self.times.setdefault(name, []).append(taken)

    def _taken(self, name: str, keep: bool) -> float:
        taken = float(self.page.evaluate("() => window.stopwatch.time"))
        if keep:
            self.note(name, taken)
        return taken


def report(times: dict[str, list[float]], targets: dict[str, float]) -> None:
    """One line for each thing done, as rows of a table."""
    print(f"| {'what':44} | target ms | p50 | p75 | worst | times | |\n|{'-' * 46}|---|---|---|---|---|---|")
    for name, target in targets.items():
        taken = times.get(name, [])
        if not taken:
            print(f"| {name:44} | {target:.0f} | – | – | – | 0 | not measured |")
            continue
        p75 = quantiles(taken, n=4)[2] if len(taken) > 1 else taken[0]
        verdict = "met" if p75 <= target else "**missed**"
        figures = f"{median(taken):.0f} | {p75:.0f} | {max(taken):.0f} | {len(taken)}"
        print(f"| {name:44} | {target:.0f} | {figures} | {verdict} |", flush=True)
