"""`madoguchi restore`: a backup comes back, into SQLite or PostgreSQL."""

from pathlib import Path

import click

from madoguchi.config.start import start
from madoguchi.config.words import gettext as _


@click.command(
    "restore",
    help=_(
        "Bring an archive back into an empty installation, whichever database it came from. "
        "Stop the desk first. The whole archive is checked before anything is written."
    ),
)
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help=_("Replace what is there. On SQLite the old database is kept beside it."))
def command(archive: Path, force: bool) -> None:
    """Loads and counts again."""
    start()
    from django.conf import settings
    from django.db import connection

    from madoguchi.config.archiving.manifest import BrokenArchive
    from madoguchi.config.archiving.restoring import NotEmpty, restore
    from madoguchi.config.serving.preparing import take_folder

    Path(settings.DATA_ROOT).mkdir(parents=True, exist_ok=True)
    if connection.vendor == "sqlite":
        take_folder(Path(settings.DATA_ROOT) / "serve.lock")
    click.echo(_("Checking and loading %(path)s …") % {"path": archive})
    try:
        manifest = restore(archive, force=force)
    except NotEmpty:
        raise click.ClickException(
            _("There is data here already. Use another data folder or database, or --force to replace it.")
        ) from None
    except BrokenArchive as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(
        _("Done: %(rows)d rows and %(files)d files from %(made)s are back.")
        % {"rows": manifest.rows, "files": len(manifest.files), "made": manifest.made_at[:16].replace("T", " ")}
    )
