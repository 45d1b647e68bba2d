"""What was fetched from an inbox's folders, as an adapter asks for it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from madoguchi.channels.base.adapter import OFTEN, Mark
from madoguchi.channels.models import Difference, DifferenceKind, FolderMark
from madoguchi.kernel import clock

WITHHELD = (DifferenceKind.REFUSED, DifferenceKind.TOO_BIG)
TRY_AGAIN = timedelta(minutes=55)
_MANY = 500
_MOST_BREAKS = 10_000
_breaks: dict[tuple[int, Mark], int] = {}


class FolderLedger:
    """The ledger of one folder of an inbox, in the database.

    `stopping` tells whether to end; `sleep` waits so many seconds and tells the same; `everything` also asks again for
    what the server withheld a short time ago.
    """

    def __init__(
        self,
        inbox_id: int,
        folder: str,
        *,
        stopping: Callable[[], bool],
        sleep: Callable[[float], bool] | None = None,
        pause: float = 30.0,
        trusts_idle: bool = True,
        everything: bool = False,
    ) -> None:
        self.inbox_id = inbox_id
        self.folder = folder
        self._stopping = stopping
        self._sleep = sleep or (lambda _seconds: True)
        self._pause = pause
        self._trusts_idle = trusts_idle
        self._everything = everything
        self.troubled: set[tuple[int, int, str]] = set()

    def unknown(self, folder: str, uidvalidity: int, uids: list[int]) -> list[int]:
        """Those of `uids` that were never stored and were not withheld a short time ago, ascending."""
        if not uids:
            return []
        later = self._withheld()
        known = set(self.stored(folder, uidvalidity, uids))
        return [uid for uid in sorted(uids) if uid not in known and (uidvalidity, uid, "") not in later]

    def stored(self, folder: str, uidvalidity: int, uids: list[int]) -> list[int]:
        """Those of `uids` that are stored."""
        marks = FolderMark.objects.filter(
            inbox_id=self.inbox_id, folder=folder, uidvalidity=uidvalidity, uid__gte=min(uids), uid__lte=max(uids)
        )
        known = set(marks.values_list("uid", flat=True))
        return [uid for uid in uids if uid in known]

    def unknown_uidls(self, uidls: list[str]) -> list[str]:
        """Those of `uidls` that were never stored and were not withheld a short time ago."""
        later = self._withheld()
        known = {uidl for uidl, _moment, _raw_id in self._marks(uidls)}
        return [uidl for uidl in uidls if uidl not in known and (0, 0, uidl) not in later]

    def stored_at(self, uidls: list[str]) -> dict[str, datetime]:
        """When the stored ones of `uidls` were stored."""
        return {uidl: moment for uidl, moment, raw_id in self._marks(uidls) if raw_id is not None}

    def _marks(self, uidls: list[str]) -> list[tuple[str, datetime, int | None]]:
        found: list[tuple[str, datetime, int | None]] = []
        for start in range(0, len(uidls), _MANY):
            marks = FolderMark.objects.filter(
                inbox_id=self.inbox_id, folder="", uidvalidity=0, uid=0, uidl__in=uidls[start : start + _MANY]
            )
            found += marks.values_list("uidl", "stored_at", "raw_id")
        return found

    def broke(self, marks: list[Mark]) -> None:
        """The line broke at these. Kept in memory: one process watches a folder."""
        if len(_breaks) > _MOST_BREAKS:
            _breaks.clear()
        for mark in marks:
            _breaks[self.inbox_id, mark] = min(self.breaks(mark) + 1, OFTEN)

    def breaks(self, mark: Mark) -> int:
        """How often it broke at this one."""
        return _breaks.get((self.inbox_id, mark), 0)

    def stopping(self) -> bool:
        """Whether to end after the current mail."""
        return self._stopping()

    def wait(self, seconds: float) -> bool:
        """Waits so long; True when to end."""
        return self._sleep(seconds)

    def pause(self) -> float:
        """Seconds between two looks without a call."""
        return self._pause

    def trusts_idle(self) -> bool:
        """Whether to rely on the server's call."""
        return self._trusts_idle

    def _withheld(self) -> set[tuple[int, int, str]]:
        """What is not asked for again yet; remembers everything that is in trouble."""
        rows = Difference.objects.filter(
            folder__inbox_id=self.inbox_id, folder__name=self.folder, solved_at=None
        ).values_list("uidvalidity", "uid", "uidl", "kind", "seen_at")
        before = clock.now() - TRY_AGAIN
        self.troubled = {(row[0], row[1], row[2]) for row in rows}
        later = {(row[0], row[1], row[2]) for row in rows if row[3] in WITHHELD and row[4] > before}
        if self._everything:
            later = set()
        for uidvalidity, uid, uidl in self.troubled - later:
            mark = Mark(self.folder, uidvalidity, uid, uidl)
            if self.breaks(mark) >= OFTEN:
                _breaks[self.inbox_id, mark] = OFTEN - 1
        return later
