"""Checks of database, disk, stored files and secrets."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import Error, connection

from madoguchi.config.checking.finding import Finding, good, warning, wrong
from madoguchi.config.migrating import pending
from madoguchi.config.words import gettext as _
from madoguchi.kernel.files import path_of
from madoguchi.kernel.models import StoredFile

_ENOUGH = 2_000_000_000
_LITTLE = 300_000_000
_SHORTEST_KEY = 40


def database() -> Iterator[Finding]:
    """Reachable, whole, up to date."""
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA quick_check(1)")
                answer = cursor.fetchone()[0]
            else:
                cursor.execute("SELECT 'ok'")
                answer = cursor.fetchone()[0]
        names = pending()
    except Error as problem:
        reason = str(problem).splitlines()[0]
        yield wrong(
            _("The database cannot be reached: %(reason)s") % {"reason": reason},
            _("See whether it runs, and whether MADOGUCHI_DATABASE_URL or MADOGUCHI_DATA is right."),
        )
        return
    if answer != "ok":
        yield wrong(
            _("The database file is damaged: %(reason)s") % {"reason": answer},
            _("Stop the desk and restore the newest backup."),
        )
        return
    if names:
        yield wrong(
            _("The database lacks %(count)d changes of this version.") % {"count": len(names)},
            _("Run: madoguchi migrate"),
        )
        return
    yield good(_("The database (%(kind)s) is reachable, whole and up to date.") % {"kind": connection.vendor})


def disk() -> Iterator[Finding]:
    """Room enough, and a folder one may write to."""
    folder = Path(settings.DATA_ROOT)
    probe = folder / ".check"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_text("ok")
        probe.unlink()
    except OSError as problem:
        yield wrong(
            _("The data folder %(folder)s cannot be written to: %(reason)s")
            % {"folder": folder, "reason": problem.strerror},
            _("Give it to the user that runs madoguchi, or set MADOGUCHI_DATA."),
        )
        return
    free = shutil.disk_usage(folder).free
    shown = {"free": f"{free / 1e9:.1f}"}
    if free < _LITTLE:
        yield wrong(_("Only %(free)s GB are free on the disk.") % shown, _("Mail cannot be kept soon: make room."))
    elif free < _ENOUGH:
        yield warning(_("Only %(free)s GB are free on the disk.") % shown, _("Make room, or move MADOGUCHI_DATA."))
    else:
        yield good(_("The data folder can be written to; %(free)s GB are free.") % shown)


def files() -> Iterator[Finding]:
    """Whether the newest thousand stored files are where their rows say."""
    rows = list(StoredFile.objects.order_by("-id").values_list("sha256", "size")[:1000])
    lost = [name for name, size in rows if not path_of(name).exists() or path_of(name).stat().st_size != size]
    if lost:
        yield wrong(
            _("%(lost)d of the newest %(count)d stored files are missing or cut short, e.g. %(name)s.")
            % {"lost": len(lost), "count": len(rows), "name": lost[0][:16]},
            _("Copy the folder “files” back from a backup."),
        )
    else:
        yield good(_("The newest %(count)d stored files are all there.") % {"count": len(rows)})


def secrets() -> Iterator[Finding]:
    """Long enough, and readable by its owner only."""
    if len(settings.SECRET_KEY) < _SHORTEST_KEY:
        yield wrong(
            _("The secret key is too short to be safe."),
            _("Use 40 characters or more. Passwords of inboxes must be entered again after a change."),
        )
        return
    path = Path(settings.DATA_ROOT) / "secret.key"
    if path.exists() and path.stat().st_mode & 0o077:
        yield warning(_("Others on this machine may read the secret key."), _("Run: chmod 600 %s") % path)
        return
    yield good(_("The secret key is long enough and kept to its owner."))
