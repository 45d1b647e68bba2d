"""`madoguchi user`: agents from the command line, for the first administrator and for whoever is locked out."""

import sys

import click

from madoguchi.config.start import start
from madoguchi.config.words import gettext as _


@click.group("user", help=_("Create, list and deactivate agents, and set their passwords."))
def command() -> None:
    """Acts as the system: whoever may run commands on the machine may do this."""


@command.command("create", help=_("Create an agent. The password is asked for, or read from standard input."))
@click.argument("email")
@click.option("--name", required=True, help=_("Name as customers and colleagues read it."))
@click.option("--kana", default="", help=_("Reading of the name in kana."))
@click.option(
    "--role",
    default="agent",
    show_default=True,
    type=click.Choice(["administrator", "supervisor", "agent", "viewer"]),
    help=_("What they may do."),
)
@click.option("--team", "team_names", multiple=True, help=_("Name of a team they belong to; may be repeated."))
def create(email: str, name: str, kana: str, role: str, team_names: tuple[str, ...]) -> None:
    """Makes the default roles too when there are none."""
    start()
    from madoguchi.config.staffing import hire

    password = _password()
    with _Refusals():
        agent = hire(email=email, name=name, kana=kana, role=role, team_names=team_names, password=password)
    click.echo(_("%(name)s can sign in as %(email)s.") % {"name": agent.name, "email": agent.email})


@command.command("list", help=_("List the agents."))
def list_agents() -> None:
    """One line each: number, address, name, role, and whether they may sign in."""
    start()
    from madoguchi.config.staffing import staff

    for agent in staff():
        state = _("active") if agent.is_active else _("deactivated")
        click.echo(f"{agent.id:>5}  {agent.email:<40}  {agent.name:<20}  {agent.role.name}  {state}")


@command.command("password", help=_("Set an agent's password. It is asked for, or read from standard input."))
@click.argument("email")
def password(email: str) -> None:
    """Ends their open invitations."""
    start()
    from madoguchi.config.staffing import change_password

    new = _password()
    with _Refusals():
        change_password(email, password=new)
    click.echo(_("The password is changed."))


@command.command("deactivate", help=_("End an agent's sign-in, sessions and API keys. Their work stays."))
@click.argument("email")
def deactivate(email: str) -> None:
    """Undone on the screen, or by `user activate`."""
    _switch(email, active=False)
    click.echo(_("%(email)s can no longer sign in.") % {"email": email})


@command.command("activate", help=_("Let a deactivated agent sign in again."))
@click.argument("email")
def activate(email: str) -> None:
    """Their password is as it was."""
    _switch(email, active=True)
    click.echo(_("%(email)s can sign in again.") % {"email": email})


@command.command("key", help=_("Issue an API key for an agent and print it. It is shown this once."))
@click.argument("email")
@click.option("--name", required=True, help=_("What the key is for."))
@click.option("--scope", "scopes", multiple=True, help=_("A permission it is cut down to; may be repeated."))
@click.option("--days", type=click.IntRange(1, 3650), help=_("It ends after so many days."))
def key(email: str, name: str, scopes: tuple[str, ...], days: int | None) -> None:
    """Without --scope it may do what the agent may."""
    start()
    from madoguchi.config.staffing import issue_key

    with _Refusals():
        click.echo(issue_key(email, name=name, scopes=scopes or ("*",), days=days))


def _switch(email: str, *, active: bool) -> None:
    start()
    from madoguchi.config.staffing import switch

    with _Refusals():
        switch(email, active=active)


def _password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt(_("Password"), hide_input=True, confirmation_prompt=_("Once more")))
    return sys.stdin.readline().rstrip("\r\n")


class _Refusals:
    """Turns an expected refusal into one plain line and exit code 1."""

    def __enter__(self) -> None:
        from django.utils import translation

        from madoguchi.config.words import language

        translation.activate(language())

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        from madoguchi.kernel.errors import MadoguchiError

        if isinstance(problem, MadoguchiError):
            raise click.ClickException(problem.message) from problem
