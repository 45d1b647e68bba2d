"""What must be true before `serve` opens its port: one serve per data folder, a database up to date."""

import fcntl
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import IO

import click
from django.conf import settings
from django.db import Error, connection

from madoguchi.config.migrating import migrate as apply
from madoguchi.config.migrating import pending
from madoguchi.config.words import gettext as _

_held: list[IO[str]] = []


def prepare(*, migrate: bool | None) -> None:
    """Takes the data folder (SQLite) and applies or demands migrations. Raises ClickException with what to do."""
    Path(settings.DATA_ROOT).mkdir(parents=True, exist_ok=True)
    sqlite = connection.vendor == "sqlite"
    if sqlite:
        take_folder(Path(settings.DATA_ROOT) / "serve.lock")
    try:
        names = pending()
    except Error as problem:
        reason = str(problem).splitlines()[0]
        raise click.ClickException(_("The database cannot be reached: %(reason)s") % {"reason": reason}) from problem
    finally:
        connection.close()
    if not names:
        return
    if not (sqlite if migrate is None else migrate):
        raise click.ClickException(_("The database is not up to date. Run: madoguchi migrate"))
    click.echo(_("Applying %(count)d changes to the database …") % {"count": len(names)})
    if _in_a_process_of_its_own(apply) != 0:
        raise click.ClickException(_("The database could not be brought up to date; the reason stands above."))


def take_folder(path: Path) -> None:
    """Holds the lock of a data folder until the process ends. Raises ClickException when another one holds it."""
    handle = open(path, "a+")  # noqa: SIM115
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.seek(0)
        other = handle.read().strip() or "?"
        handle.close()
        raise click.ClickException(
            _("Another madoguchi (process %(pid)s) is serving this data folder.") % {"pid": other}
        ) from None
    handle.truncate(0)
    handle.write(str(os.getpid()))
    handle.flush()
    _held.append(handle)


def _in_a_process_of_its_own(function: Callable[[], None]) -> int:
    """Runs `function` in a forked process, so that the memory it takes does not stay; returns the exit code."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            function()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _let_go() -> None:
    while _held:
        _held.pop().close()


os.register_at_fork(after_in_child=_let_go)
