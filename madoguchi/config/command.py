"""The command line `madoguchi`. Each file of config/commands is one command and holds a click command named `command`.

A command's file is imported only when it is used or listed, so that `--help` starts at once.
"""

import re
from importlib import import_module
from pkgutil import iter_modules

import click

from madoguchi import __version__
from madoguchi.config import commands
from madoguchi.config.words import gettext as _

_FIRST_SENTENCE = re.compile(r"[^。.]*(?:\.(?!\s)[^。.]*)*[。.]?")


class Commands(click.Group):
    """Finds commands by the files in config/commands; `first_run` is typed `first-run`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in order of the alphabet."""
        return sorted(module.name.replace("_", "-") for module in iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that file, or None."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"{commands.__name__}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        command.short_help = command.short_help or _FIRST_SENTENCE.match(command.help or "")[0]  # type: ignore[index]
        return command


@click.group(
    cls=Commands,
    help=_("Madoguchi: a customer service desk on which nothing is lost."),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="madoguchi")
def main() -> None:
    """Runs one of the commands."""


if __name__ == "__main__":
    main()
