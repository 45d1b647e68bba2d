"""`madoguchi backup`: one archive with everything."""

from datetime import datetime
from pathlib import Path

import click

from madoguchi.config.start import start
from madoguchi.config.words import gettext as _


@click.command(
    "backup",
    help=_(
        "Write one archive with the database, all files and the secret key, and read it back to be sure. "
        "The desk may go on running. Keep the archive secret: it can open everything."
    ),
)
@click.argument("target", required=False, type=click.Path(path_type=Path))
def command(target: Path | None) -> None:
    """TARGET is a file or a folder; by default a dated file in the current folder."""
    start()
    from madoguchi.config.archiving.manifest import BrokenArchive
    from madoguchi.config.archiving.saving import save

    name = f"madoguchi-{datetime.now():%Y%m%d-%H%M%S}.tar.gz"
    path = (target / name if target.is_dir() else target) if target else Path(name)
    click.echo(_("Writing %(path)s and reading it back …") % {"path": path})
    try:
        manifest = save(path.absolute())
    except (BrokenArchive, OSError) as problem:
        raise click.ClickException(str(problem)) from problem
    size = path.stat().st_size / 1_000_000
    click.echo(
        _("Done: %(rows)d rows, %(files)d files, %(size).1f MB, verified.")
        % {"rows": manifest.rows, "files": len(manifest.files), "size": size}
    )
    if manifest.lost:
        raise click.ClickException(
            _("%(count)d stored files are missing on disk; see `madoguchi check`.") % {"count": len(manifest.lost)}
        )
