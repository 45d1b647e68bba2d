"""`madoguchi mail`: taking in a mail from a mail server's pipe, and reading mail files."""

import base64
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from madoguchi.channels.base.mail.size import largest_mail
from madoguchi.config.words import gettext as _

LARGEST_FILE = 512 * 1024 * 1024
_LINE_ENDS = {0x2028: "\\u2028", 0x2029: "\\u2029"}
_FROM_URL = bytes.maketrans(b"-_", b"+/")
EX_DATAERR = 65
EX_NOUSER = 67
EX_TEMPFAIL = 75


class Patient(click.Command):
    """A command that a mail server runs: a mistake in how it is called must not send customers' mail back."""

    def make_context(self, *args: Any, **values: Any) -> click.Context:
        """As always; a wrong option means: try again later."""
        try:
            return super().make_context(*args, **values)
        except click.UsageError as problem:
            problem.show()
            sys.exit(EX_TEMPFAIL)


@click.group("mail", help=_("Take in mail, or show how a mail is read."))
def command() -> None:
    """Groups what concerns mail."""


@command.command(
    "deliver",
    cls=Patient,
    help=_(
        "Take in one message from standard input, for a mail server's pipe. It is stored before this ends. "
        "Exit codes: 0 stored, 65 empty or too big, 67 unknown address, 75 try again later."
    ),
)
@click.option("--to", "recipients", multiple=True, help=_("Address it was sent to. Default: what Postfix tells."))
@click.option("--from", "mail_from", default=None, help=_("Envelope sender. Default: what Postfix tells."))
def deliver(recipients: tuple[str, ...], mail_from: str | None) -> None:
    """Stores standard input; anything that goes wrong makes the mail server try again."""
    most = largest_mail()
    try:
        content = sys.stdin.buffer.read(most + 1)
        if not content.strip():
            click.echo(_("The message is empty."), err=True)
            code = EX_DATAERR
        elif len(content) > most:
            click.echo(_("The message is too big (at most %(megabytes)d MB).") % {"megabytes": most // 2**20}, err=True)
            code = EX_DATAERR
        else:
            code = _deliver(content, recipients, os.environ.get("SENDER") if mail_from is None else mail_from)
    except BaseException as problem:
        click.echo(_("The message could not be stored: %(problem)s") % {"problem": problem}, err=True)
        code = EX_TEMPFAIL
    sys.exit(code)


def _deliver(content: bytes, recipients: tuple[str, ...], mail_from: str | None) -> int:
    from madoguchi.config.start import start

    start()
    from madoguchi.channels.services import routing, storing
    from madoguchi.kernel.actors import SYSTEM

    told = recipients or tuple(os.environ[name] for name in ("ORIGINAL_RECIPIENT", "RECIPIENT") if os.environ.get(name))
    addresses = told or tuple(_addressed_to(content))
    inbox_ids = {inbox.id for address in addresses if (inbox := routing.inbox_for(address)) is not None}
    if not inbox_ids:
        click.echo(_("No inbox receives mail for %(address)s.") % {"address": ", ".join(addresses)}, err=True)
        return EX_NOUSER
    envelope: dict[str, Any] = {"rcpt_to": list(addresses)}
    if mail_from is not None:
        envelope["mail_from"] = mail_from
    storing.store_for_all(sorted(inbox_ids), content=content, door="pipe", envelope=envelope, by=SYSTEM)
    return 0


def _addressed_to(content: bytes) -> Iterator[str]:
    """Who the header says it is for, when the mail server says nothing."""
    from madoguchi.channels.base.mail import addresses, headers

    found, _body = headers.split(content)
    for name in ("delivered-to", "x-original-to", "to", "cc"):
        for value in found.all(name):
            yield from (person.address for person in addresses.parse(value))


@command.command("parse", help=_("Read mail files and print one JSON line for each."))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--stream", is_flag=True, help=_("Read one base64-encoded message per line from standard input."))
@click.option("--details", is_flag=True, help=_("Also say what was left out and why (warnings)."))
def parse(files: tuple[Path, ...], stream: bool, details: bool) -> None:
    """Never fails: what cannot be read at all gives a line with `error`."""
    for file in files:
        _say(_of_file(file, details=details))
    if stream:
        for line in sys.stdin.buffer:
            _say(_of_line(line, details=details))


def _of_file(file: Path, *, details: bool) -> dict[str, Any]:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as problem:
        return {"error": f"{file}: {getattr(problem, 'strerror', None) or problem}"}
    if len(content) > LARGEST_FILE:
        return {"error": f"{file}: larger than {LARGEST_FILE // 1024 // 1024} MB"}
    return _described(content, details=details)


def _of_line(line: bytes, *, details: bool) -> dict[str, Any]:
    try:
        content = base64.b64decode(line.strip().translate(_FROM_URL), validate=True)
    except ValueError as problem:
        return {"error": f"base64: {problem}"}
    return _described(content, details=details)


def _described(content: bytes, *, details: bool) -> dict[str, Any]:
    from madoguchi.channels.base.mail.as_json import described

    return described(content, details=details)


def _say(found: dict[str, Any]) -> None:
    """One line of UTF-8, whatever the terminal speaks: other programs read it."""
    click.echo(json.dumps(found, ensure_ascii=False).translate(_LINE_ENDS).encode("utf-8", "replace"))
