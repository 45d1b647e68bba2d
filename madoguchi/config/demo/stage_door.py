"""What the command `demo` needs around the seed: an atomic first filling, and the catcher kept open while serving."""

import gc
import socket
from collections.abc import Callable
from pathlib import Path

import click
from aiosmtpd.controller import Controller
from django.conf import settings as django_settings
from django.db import DEFAULT_DB_ALIAS, OperationalError, ProgrammingError, connection

from madoguchi.channels import queries as inbox_queries
from madoguchi.channels.services import inboxes
from madoguchi.config.demo.catcher import open_catcher
from madoguchi.config.demo.seeding import seed
from madoguchi.config.migrating import migrate
from madoguchi.config.words import gettext as _
from madoguchi.kernel import settings
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.doors import register_door
from madoguchi.people.services.founding import is_founded

MARK = "demo.seeded"
FIRST_PORT = 2526


def open_stage_door(outbox: Path) -> Controller:
    """The catcher on the first free port from 2526 on."""
    for port in range(FIRST_PORT, FIRST_PORT + 50):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return open_catcher(outbox, port)
    raise click.ClickException(_("No free port was found for the demo's mail catcher."))


def is_seeded() -> bool:
    """Whether the demo is there. Raises ClickException when the data belongs to a real installation."""
    try:
        if settings.read(MARK):
            return True
        founded = is_founded() or settings.read("founded")
    except (OperationalError, ProgrammingError):
        return False
    if founded:
        raise click.ClickException(
            _("This data belongs to a real installation, or a demo whose filling was cut off. Use another folder.")
        )
    return False


def seed_into(catcher: Controller, progress: Callable[[int, int], None]) -> None:
    """Fills the database. On SQLite in a file beside it, so that a filling that is cut off leaves nothing."""
    if connection.vendor != "sqlite":
        migrate()
        _seed(catcher, progress)
        return
    final = Path(str(django_settings.DATABASES[DEFAULT_DB_ALIAS]["NAME"]))
    beside = final.with_name(f"{final.name}.filling")
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        beside.with_name(beside.name + suffix).unlink(missing_ok=True)
    connection.settings_dict["NAME"] = str(beside)
    migrate()
    _seed(catcher, progress)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    connection.settings_dict["NAME"] = str(final)
    beside.replace(final)


def _seed(catcher: Controller, progress: Callable[[int, int], None]) -> None:
    gc.disable()
    try:
        seed(catcher_port=catcher.port, progress=progress)
    finally:
        gc.enable()
    settings.write(MARK, True)


def keep_open(catcher: Controller) -> None:
    """Points the way out at the catcher's port of today, and hands the catcher to `serve` as a door."""
    for inbox in inbox_queries.inboxes():
        way_out = (inbox.settings.get("smtp_host"), inbox.settings.get("smtp_port"))
        if inbox.kind == "mail" and way_out[0] == "127.0.0.1" and way_out[1] != catcher.port:
            inboxes.update(inbox.id, settings={**inbox.settings, "smtp_port": catcher.port}, by=SYSTEM)
    port, outbox = catcher.port, catcher.handler.folder
    catcher.stop()
    doors: list[Controller] = []
    register_door(
        "demo.catcher",
        start=lambda: doors.append(open_catcher(outbox, port)),
        stop=lambda: doors.pop().stop(),
        single=False,
    )
