"""`madoguchi serve`: the desk on one port, with its jobs, live streams and doors."""

import click

from madoguchi.config.start import start
from madoguchi.config.words import gettext as _


@click.command("serve", help=_("Serve the desk on one port: pages, live updates, jobs and mail doors."))
@click.option(
    "--host", default="127.0.0.1", show_default=True, envvar="MADOGUCHI_HOST", help=_("Address to listen on.")
)
@click.option(
    "--port", default=8000, show_default=True, envvar="MADOGUCHI_PORT", type=int, help=_("Port to listen on.")
)
@click.option(
    "--migrate/--no-migrate",
    default=None,
    help=_("Bring the database up to date first (by default on SQLite only)."),
)
def command(host: str, port: int, migrate: bool | None) -> None:
    """Prepares the database, serves, and ends."""
    start()
    from madoguchi.config.serving.preparing import prepare
    from madoguchi.config.serving.running import leave, run

    prepare(migrate=migrate)

    def ready() -> None:
        shown = f"[{host}]" if ":" in host else host
        click.echo(_("Madoguchi is open at http://%(host)s:%(port)d/  (stop: Ctrl+C)") % {"host": shown, "port": port})

    leave(run(host=host, port=port, ready=ready))
