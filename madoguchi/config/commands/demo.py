"""`madoguchi demo`: a desk with a believable company, from nothing, in one command."""

import os
import sys
from pathlib import Path

import click

from madoguchi.config.start import start
from madoguchi.config.words import gettext as _


@click.command(
    "demo",
    help=_(
        "Fill an empty data folder with a believable company and serve it, with its own mail door. "
        "What is there already is kept. For trying out and for development, never for real customers."
    ),
)
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option(
    "--port", default=8000, show_default=True, envvar="MADOGUCHI_PORT", type=int, help=_("Port to listen on.")
)
@click.option("--mail-port", default=2525, show_default=True, type=int, help=_("Port of the demo's mail door."))
@click.option("--seed-only", is_flag=True, help=_("Fill the database and end."))
def command(host: str, port: int, mail_port: int, seed_only: bool) -> None:
    """Seeds where there is nothing yet, then serves."""
    folder = Path(os.environ.setdefault("MADOGUCHI_DATA", str(Path("data") / "demo")))
    os.environ.setdefault("MADOGUCHI_URL", f"http://{host}:{port}")
    os.environ.setdefault("MADOGUCHI_SMTP_LISTEN", f"{host}:{mail_port}")
    os.environ.setdefault("MADOGUCHI_LOG_LEVEL", "WARNING")
    folder.mkdir(parents=True, exist_ok=True)
    start()
    from madoguchi.config.demo import stage_door
    from madoguchi.config.serving.preparing import prepare
    from madoguchi.config.serving.running import leave, run

    catcher = stage_door.open_stage_door(folder / "outbox")
    if stage_door.is_seeded():
        prepare(migrate=True)
    else:
        click.echo(_("Filling %(folder)s with eight weeks at こよみキッチン …") % {"folder": folder})
        stage_door.seed_into(catcher, _progress)
        prepare(migrate=True)
    if seed_only:
        catcher.stop()
        return
    stage_door.keep_open(catcher)
    leave(run(host=host, port=port, ready=lambda: _welcome(host, port, folder)))


def _progress(done: int, total: int) -> None:
    share = done * 100 // total
    if sys.stdout.isatty():
        click.echo(f"\r  {'█' * (share // 4):<25} {share:>3} %", nl=done == total)
    elif share % 20 == 0 and (done - 25) * 100 // total < share:
        click.echo(f"  {share} %")


def _welcome(host: str, port: int, folder: Path) -> None:
    from madoguchi.config.demo.company import COLLEAGUES, PASSWORD, SUPPORT_ADDRESS, TEAMS

    site = f"http://{host}:{port}"
    click.echo()
    click.secho(_("The desk of こよみキッチン is open: %(site)s/") % {"site": site}, bold=True)
    click.echo()
    click.echo(_("Sign in (password of everyone: %(password)s)") % {"password": PASSWORD})
    for colleague in COLLEAGUES:
        teams = "、".join(TEAMS[key][0] for key in colleague.teams)
        click.echo(f"  {colleague.address:<36} {colleague.name}  ({colleague.role}: {teams})")
    click.echo()
    click.echo(_("Request form   %(url)s") % {"url": f"{site}/request/contact"})
    click.echo(_("Help centre    %(url)s") % {"url": f"{site}/help"})
    door = {"address": SUPPORT_ADDRESS, "door": os.environ["MADOGUCHI_SMTP_LISTEN"]}
    click.echo(_("Mail door      send to %(address)s by SMTP at %(door)s") % door)
    click.echo(_("Sent mail      is not delivered anywhere; it is kept in %(folder)s") % {"folder": folder / "outbox"})
    click.echo(_("Stop: Ctrl+C. The next start takes seconds and keeps everything."))
