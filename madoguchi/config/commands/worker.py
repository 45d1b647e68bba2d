"""`madoguchi worker`: a process that only runs jobs, as many of them as wanted, on PostgreSQL."""

import click

from madoguchi.config.start import start
from madoguchi.config.words import gettext as _


@click.command("worker", help=_("Run background jobs only. For PostgreSQL; start as many as you like."))
@click.option("--light", default=4, show_default=True, help=_("Threads for jobs that wait, such as sending mail."))
@click.option("--heavy", default=1, show_default=True, help=_("Threads for jobs that compute, such as reading mail."))
def command(light: int, heavy: int) -> None:
    """Runs jobs until it is stopped."""
    start()
    from django.db import connection

    from madoguchi.config.serving.running import leave
    from madoguchi.config.serving.working import work
    from madoguchi.kernel.jobs.kinds import HEAVY
    from madoguchi.kernel.jobs.running import HEAVY_LANES, Lane, light_lanes

    if connection.vendor == "sqlite":
        raise click.ClickException(_("On SQLite `madoguchi serve` runs all jobs itself; it needs no worker."))
    lanes = (*light_lanes(light), *((Lane(HEAVY),) * (heavy - 1)), *(HEAVY_LANES if heavy else ()))
    click.echo(_("The worker runs jobs.  (stop: Ctrl+C)"))
    leave(work(lanes, role="worker", periodic=True))
