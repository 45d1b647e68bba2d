"""`madoguchi check`: is everything all right, and if not, what to do."""

import click

from madoguchi.config.start import start
from madoguchi.config.words import gettext as _
from madoguchi.config.words import language

_SIGNS = {"good": ("✓", "green"), "warning": ("!", "yellow"), "wrong": ("✗", "red")}


@click.command(
    "check", help=_("Look at database, disk, files, secrets, clock, address, mail and jobs, and explain problems.")
)
def command() -> None:
    """Exit code 1 when something does not work."""
    start()
    from django.utils import translation

    from madoguchi.config.checking import storage, surroundings
    from madoguchi.config.checking.finding import Level

    translation.activate(language())
    findings = list(storage.database())
    if all(finding.level != Level.WRONG for finding in findings):
        for look in (storage.files, surroundings.clock, surroundings.mail, surroundings.jobs, surroundings.address):
            findings.extend(look())
    findings.extend(storage.disk())
    findings.extend(storage.secrets())
    for finding in findings:
        sign, colour = _SIGNS[finding.level]
        click.echo(f"{click.style(sign, fg=colour)} {finding.text}")
        if finding.advice:
            click.echo(f"    → {finding.advice}")
    if any(finding.level == Level.WRONG for finding in findings):
        raise SystemExit(1)
