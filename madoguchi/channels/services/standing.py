"""How each folder stands, written down as it is watched, and the inbox's health made from its folders."""

from datetime import datetime, timedelta

from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce

from madoguchi.channels.base.adapter import Looked, Mark, Withheld
from madoguchi.channels.models import Difference, DifferenceKind, Folder, Inbox
from madoguchi.kernel import clock


def folder_of(inbox_id: int, name: str) -> Folder:
    """The folder's row, made at the first look."""
    return Folder.objects.get_or_create(inbox_id=inbox_id, name=name[:200])[0]


def keep_only(inbox_id: int, names: tuple[str, ...]) -> None:
    """Forgets how folders stand that are watched no more; what was fetched from them stays known."""
    Folder.objects.filter(inbox_id=inbox_id).exclude(name__in=names).delete()


def looked(folder: Folder, news: Looked) -> None:
    """A look has found so much; with nothing waiting the folder is well."""
    changes: dict[str, object] = {
        "uidvalidity": news.uidvalidity,
        "on_server": news.on_server,
        "waiting": news.waiting,
        "way": news.way,
    }
    if news.waiting == 0:
        changes |= {"looked_at": clock.now(), "failures": 0, "last_error": "", "next_look_at": None}
    Folder.objects.filter(pk=folder.pk).update(**changes)
    if news.waiting == 0:
        _sum_up(folder.inbox_id)


def progressed(folder: Folder, *, waiting: int, arrived_at: datetime | None) -> None:
    """So many are still to come; the last one came to the server at `arrived_at`."""
    now = clock.now()
    delay = None if arrived_at is None else max(0, int((now - arrived_at).total_seconds()))
    Folder.objects.filter(pk=folder.pk).update(waiting=waiting, last_stored_at=now, delay_seconds=delay)


def failed(folder: Folder, reason: str, *, pause: float, longest: float) -> float:
    """A look did not work. Returns the seconds until the next one: twice as long after each failure in a row."""
    now = clock.now()
    Folder.objects.filter(pk=folder.pk).update(
        failures=F("failures") + 1, last_error=reason[:500], last_error_at=now, way=""
    )
    folder.refresh_from_db()
    seconds = min(pause * float(2 ** min(folder.failures, 10)), longest)
    Folder.objects.filter(pk=folder.pk).update(next_look_at=now + timedelta(seconds=seconds))
    _sum_up(folder.inbox_id)
    return seconds


def withheld(folder: Folder, item: Withheld) -> None:
    """Writes down what the server did not hand over."""
    note(folder, item.mark, item.kind, item.detail)


def note(folder: Folder, mark: Mark, kind: str, detail: str = "") -> Difference:
    """Writes a difference down, or that it is still there."""
    now = clock.now()
    key = {"uidvalidity": mark.uidvalidity, "uid": mark.uid, "uidl": mark.uidl, "kind": kind}
    row, made = Difference.objects.get_or_create(
        folder=folder, **key, defaults={"detail": detail[:300], "since": now, "seen_at": now}
    )
    if not made:
        fresh = {"since": now} if row.solved_at is not None else {}
        Difference.objects.filter(pk=row.pk).update(
            seen_at=now, solved_at=None, detail=detail[:300], attempts=F("attempts") + 1, **fresh
        )
    return row


def solved(folder: Folder, mark: Mark) -> None:
    """The mail is here after all."""
    Difference.objects.filter(
        folder=folder, uidvalidity=mark.uidvalidity, uid=mark.uid, uidl=mark.uidl, solved_at=None
    ).exclude(kind=DifferenceKind.UNREAD).update(solved_at=clock.now())


def _sum_up(inbox_id: int) -> None:
    """The inbox is as well as its sickest folder."""
    rows = list(Folder.objects.filter(inbox_id=inbox_id).order_by("-failures"))
    if not rows:
        return
    worst = rows[0]
    changes: dict[str, object] = {
        "last_checked_at": clock.now(),
        "failures": worst.failures,
        "last_error": worst.last_error,
        "next_look_at": min((row.next_look_at for row in rows if row.next_look_at), default=None),
    }
    if worst.failures:
        changes["last_error_at"] = worst.last_error_at
        changes["failing_since"] = Coalesce("failing_since", Value(worst.last_error_at, output_field=DateTimeField()))
    else:
        changes["failing_since"] = None
    Inbox.objects.filter(pk=inbox_id).update(**changes)
