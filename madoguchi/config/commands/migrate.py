"""`madoguchi migrate`: brings the database up to date."""

import click

from madoguchi.config.start import start
from madoguchi.config.words import gettext as _


@click.command("migrate", help=_("Bring the database up to date. Safe to run again."))
def command() -> None:
    """Applies what is missing and says how much it was."""
    start()
    from madoguchi.config.migrating import migrate, pending

    names = pending()
    if not names:
        click.echo(_("The database is up to date."))
        return
    click.echo(_("Applying %(count)d changes to the database …") % {"count": len(names)})
    migrate()
    click.echo(_("The database is up to date."))
