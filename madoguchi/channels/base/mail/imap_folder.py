"""Fetching from one IMAP folder: known by UIDVALIDITY and UID, read with PEEK, marked only after it is stored.

New mail is heard of by IDLE, renewed long before the 29 minutes after which servers may hang up. Where IDLE is
missing, or was found to keep news back, the folder is looked at again and again on the same line.
"""

import time
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from typing import Any

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from madoguchi.channels.base.adapter import OFTEN, Fetched, Ledger, Looked, Mark, News, Survey, Withheld
from madoguchi.channels.base.errors import PermanentFailure, TemporaryFailure
from madoguchi.channels.base.mail.deadline import deadline
from madoguchi.channels.base.mail.imap import BROKEN, Taking, broken, folders, leave, say
from madoguchi.channels.base.mail.imap_idle import ListeningClient

RENEW_SECONDS = 300.0
BATCH_MAILS = 25
BATCH_BYTES = 4 * 1024 * 1024
LONGEST_FETCH = 600.0
_SLICE = 1.0
_KEPT_BACK_OFTEN = 2


def fetch(client: ListeningClient, taking: Taking, ledger: Ledger) -> Generator[News, None, None]:
    """One look. Takes over the line and closes it. Raises TemporaryFailure or PermanentFailure."""
    try:
        yield from _Folder(client, taking, ledger).look()
    except BROKEN as problem:
        raise broken(problem) from problem
    finally:
        leave(client)


def watch(client: ListeningClient, taking: Taking, ledger: Ledger) -> Generator[News, None, None]:
    """Looks, waits for news, looks again, until the ledger says stop or the line breaks. Otherwise as `fetch`."""
    folder = _Folder(client, taking, ledger)
    try:
        while not ledger.stopping():
            yield from folder.look()
            if not folder.interrupted:
                folder.wait()
    except BROKEN as problem:
        raise broken(problem) from problem
    finally:
        leave(client)


def survey(client: ListeningClient, taking: Taking) -> Survey:
    """What lies in the folder within the window, unread only where it should be read. Closes the line."""
    try:
        uidvalidity = _select(client, taking.folder, readonly=True)
        window = _window(taking)
        uids = client.search(window)
        unread = client.search([*window, "UNSEEN"]) if taking.afterwards == "seen" else []
    except BROKEN as problem:
        raise broken(problem) from problem
    finally:
        leave(client)
    found = tuple(Mark(taking.folder, uidvalidity, uid) for uid in sorted(uids))
    return Survey(uidvalidity, found, frozenset(Mark(taking.folder, uidvalidity, uid) for uid in unread))


class _Folder:
    """One folder on one line."""

    def __init__(self, client: ListeningClient, taking: Taking, ledger: Ledger) -> None:
        self.interrupted = False
        self._client = client
        self._taking = taking
        self._ledger = ledger
        self._uidvalidity = 0
        self._idles = bool(client.has_capability("IDLE")) and ledger.trusts_idle()
        self._sizes: dict[int, int] = {}
        self._called = True
        self._kept_back = 0

    def look(self) -> Generator[News, None, None]:
        """Everything new, batch by batch; at the end a Looked with nothing waiting."""
        self._uidvalidity = _select(self._client, self._taking.folder)
        uids = sorted(self._client.search(_window(self._taking)))
        new = self._ledger.unknown(self._taking.folder, self._uidvalidity, uids)
        new.sort(key=lambda uid: (self._breaks(uid), uid))
        self._tidy(uids)
        self._judge_idle(bool(new))
        if new:
            yield Looked(self._uidvalidity, len(uids), len(new), self._way())
        for batch in self._batches(new):
            if self._ledger.stopping():
                self.interrupted = True
                return
            yield from self._take(batch)
        if not self.interrupted:
            yield Looked(self._uidvalidity, len(uids), 0, self._way())

    def wait(self) -> None:
        """Until the server calls, or it is time to look by ourselves."""
        relied_on = self._kept_back < _KEPT_BACK_OFTEN
        self._called = self._client.told()
        if self._called:
            return
        if not self._begins_idle():
            self._ledger.wait(self._ledger.pause())
            return
        if self._called:
            self._client.idle_done()
            return
        until = time.monotonic() + (RENEW_SECONDS if relied_on else self._ledger.pause())
        hollow = 0
        while time.monotonic() < until and not self._ledger.wait(0) and hollow < 5:
            asked = time.monotonic()
            answers = self._client.idle_check(timeout=min(_SLICE, max(0.0, until - asked)))
            if _has_come(answers):
                self._called = True
                break
            hollow = hollow + 1 if not answers and time.monotonic() - asked < _SLICE / 2 else 0
        _text, late = self._client.idle_done()
        self._called = self._called or _has_come(late)

    def _begins_idle(self) -> bool:
        if self._idles:
            try:
                self._called = _has_come(self._client.listen())
            except IMAPClientAbortError:
                raise
            except IMAPClientError:
                self._idles = False
        return self._idles

    def _way(self) -> str:
        return "idle" if self._idles and self._kept_back < _KEPT_BACK_OFTEN else "polling"

    def _judge_idle(self, found: bool) -> None:
        """A server that says nothing although mail has come, and that more than once, is looked at by the clock."""
        if self._idles and found and not self._called:
            self._kept_back += 1

    def _batches(self, uids: list[int]) -> Iterator[list[int]]:
        """Portions that fit into memory; what is too big by itself comes alone."""
        batch: list[int] = []
        held = 0
        for start in range(0, len(uids), 500):
            some = uids[start : start + 500]
            answers = self._client.fetch(some, ["RFC822.SIZE"])
            self._sizes = {uid: int(answers.get(uid, {}).get(b"RFC822.SIZE") or 0) for uid in some}
            for uid, size in self._sizes.items():
                alone = size > self._taking.largest or self._breaks(uid) > 0
                if batch and (alone or len(batch) >= BATCH_MAILS or held + size > BATCH_BYTES):
                    yield batch
                    batch, held = [], 0
                if alone:
                    yield [uid]
                    continue
                batch.append(uid)
                held += size
        if batch:
            yield batch

    def _take(self, uids: list[int]) -> Generator[News, None, None]:
        """A batch, and one by one what the server does not hand over together."""
        if len(uids) == 1 and (size := self._sizes.get(uids[0], 0)) > self._taking.largest:
            yield Withheld(self._mark_of(uids[0]), "too_big", str(size))
            return
        if len(uids) == 1 and self._breaks(uids[0]) >= OFTEN:
            yield Withheld(self._mark_of(uids[0]), "refused", "the line broke each time")
            return
        try:
            answers = self._content(uids)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as problem:
            if len(uids) == 1:
                yield Withheld(self._mark_of(uids[0]), "refused", say(problem))
                return
            for uid in uids:
                yield from self._take([uid])
            return
        yield from self._hand_over(uids, answers)

    def _hand_over(self, uids: list[int], answers: dict[int, Any]) -> Generator[News, None, None]:
        stored: list[int] = []
        try:
            for uid in uids:
                content = answers.get(uid, {}).get(b"BODY[]")
                if content is not None:
                    arrived = answers.pop(uid).get(b"INTERNALDATE")
                    yield Fetched(self._mark_of(uid), bytes(content), _moment(arrived))
                    stored.append(uid)
                elif self._still_there(uid):
                    yield Withheld(self._mark_of(uid), "refused", "no content")
                if self._ledger.stopping():
                    self.interrupted = True
                    return
        finally:
            if stored:
                self._mark(stored)

    def _content(self, uids: list[int]) -> dict[int, Any]:
        with deadline(LONGEST_FETCH, self._client.socket) as struck:
            try:
                found: dict[int, Any] = self._client.fetch(uids, ["BODY.PEEK[]", "INTERNALDATE"])
            except (IMAPClientAbortError, OSError, EOFError) as problem:
                self._ledger.broke([self._mark_of(uid) for uid in uids])
                if struck():
                    raise TemporaryFailure("timed_out", f"UID {uids[0]}") from problem
                raise
        return found

    def _breaks(self, uid: int) -> int:
        return self._ledger.breaks(self._mark_of(uid))

    def _still_there(self, uid: int) -> bool:
        return bool(self._client.search(["UID", str(uid)]))

    def _mark_of(self, uid: int) -> Mark:
        return Mark(self._taking.folder, self._uidvalidity, uid)

    def _mark(self, uids: list[int]) -> None:
        afterwards = self._taking.afterwards
        if afterwards == "seen":
            self._client.add_flags(uids, [b"\\Seen"], silent=True)
        elif afterwards == "move" and self._taking.move_to:
            self._move(uids, self._taking.move_to)
        elif afterwards == "delete":
            self._remove(uids)

    def _move(self, uids: list[int], folder: str) -> None:
        if not self._client.folder_exists(folder):
            self._client.create_folder(folder)
        if self._client.has_capability("MOVE"):
            self._client.move(uids, folder)
            return
        self._client.copy(uids, folder)
        self._remove(uids)

    def _remove(self, uids: list[int]) -> None:
        self._client.delete_messages(uids, silent=True)
        self._client.uid_expunge(uids) if self._client.has_capability("UIDPLUS") else self._client.expunge()

    def _tidy(self, uids: list[int]) -> None:
        """Moves or deletes what was stored before a crash kept us from doing so."""
        if uids and self._taking.afterwards in ("move", "delete"):
            stored = self._ledger.stored(self._taking.folder, self._uidvalidity, uids)
            if stored:
                self._mark(stored)


def _select(client: ListeningClient, folder: str, *, readonly: bool = False) -> int:
    """The folder's UIDVALIDITY. A folder that is not there may have been renamed: said with what is there."""
    try:
        selected: dict[bytes, Any] = client.select_folder(folder, readonly=readonly)
    except IMAPClientAbortError:
        raise
    except IMAPClientError as problem:
        there = folders(client)
        if folder in there:
            raise TemporaryFailure("imap_broken", f"{folder}: {say(problem)}") from problem
        raise PermanentFailure("imap_folder", f"{folder} ({', '.join(there)})") from problem
    return int(selected.get(b"UIDVALIDITY", 0))


def _has_come(answers: list[Any]) -> bool:
    return any(len(answer) > 1 and answer[1] == b"EXISTS" for answer in answers)


def _window(taking: Taking) -> list[Any]:
    return ["SINCE", taking.since] if taking.since else ["ALL"]


def _moment(arrived: object) -> datetime | None:
    return arrived.astimezone(UTC) if isinstance(arrived, datetime) else None
