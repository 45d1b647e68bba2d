"""Checks of the clock, the public address, mail and jobs."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from madoguchi.channels import queries as inbox_queries
from madoguchi.channels.services import inboxes
from madoguchi.config.checking.finding import Finding, good, warning, wrong
from madoguchi.config.words import gettext as _
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import dead_letters
from madoguchi.people import queries as people_queries

_LOCAL = ("127.0.0.1", "localhost", "::1")
_APART = timedelta(seconds=5)
_FIRST_YEAR = 2026


def clock() -> Iterator[Finding]:
    """A believable year, and the same time as the database server."""
    now = datetime.now(UTC)
    if now.year < _FIRST_YEAR:
        yield wrong(
            _("The clock says %(time)s.") % {"time": f"{now:%Y-%m-%d %H:%M}"}, _("Set it, and let NTP keep it right.")
        )
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs(cursor.fetchone()[0] - datetime.now(UTC))
        if apart > _APART:
            yield warning(
                _("This machine and the database are %(seconds)d seconds apart.") % {"seconds": apart.seconds},
                _("Let NTP keep both clocks right."),
            )
            return
    yield good(_("The clock is right (%(time)s UTC).") % {"time": f"{now:%Y-%m-%d %H:%M}"})


def address() -> Iterator[Finding]:
    """How people reach the desk."""
    parts = urlsplit(settings.PUBLIC_URL)
    if parts.hostname in _LOCAL:
        yield warning(
            _("The public address is %(url)s: links in mail work on this machine only.") % {"url": settings.PUBLIC_URL},
            _("Set MADOGUCHI_URL to the address people use."),
        )
    elif parts.scheme != "https":
        yield warning(
            _("The public address %(url)s is not encrypted.") % {"url": settings.PUBLIC_URL},
            _("Put a proxy with TLS in front and set MADOGUCHI_URL to https://…"),
        )
    else:
        yield good(_("The public address is %(url)s.") % {"url": settings.PUBLIC_URL})
    if not people_queries.agents(active=True).exists():
        yield warning(_("Nobody can sign in yet."), _("Open the desk in a browser, or run: madoguchi user create"))


def mail() -> Iterator[Finding]:
    """Every active inbox is tried out, as the button in its settings does."""
    active = list(inbox_queries.inboxes(active=True))
    if not any(inbox.kind == "mail" for inbox in active):
        yield warning(_("No mail inbox is set up."), _("Add one under Set-up, Inboxes."))
    for inbox in active:
        for step, works, text in inboxes.try_connection(
            kind=inbox.kind, settings=inboxes.shown_settings(inbox.id, by=SYSTEM), inbox_id=inbox.id, by=SYSTEM
        ):
            name = f"{inbox.name} <{inbox.address}>: {step}"
            yield good(name) if works else wrong(f"{name}: {text}", _("Correct it under Set-up, Inboxes."))
        if inbox.kind == "mail" and inbox.settings.get("way_in") == "door" and not _door():
            yield warning(
                _("%(name)s waits for mail from a mail server, but the SMTP door is closed.") % {"name": inbox.name},
                _("Set MADOGUCHI_SMTP_LISTEN, or let the server pipe mail into: madoguchi mail deliver"),
            )


def _door() -> str:
    return os.environ.get("MADOGUCHI_SMTP_LISTEN", "").strip()


def jobs() -> Iterator[Finding]:
    """Work that was given up."""
    dead = dead_letters(by=SYSTEM)
    if dead:
        yield warning(
            _("%(count)d jobs were given up, the last: %(kind)s (%(reason)s).")
            % {"count": len(dead), "kind": dead[0].kind, "reason": dead[0].error[:120]},
            _("Look at them under Set-up, Failed jobs, and send them back or discard them."),
        )
    else:
        yield good(_("No job was given up."))
