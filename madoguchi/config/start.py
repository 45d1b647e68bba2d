"""Starting Django for a command, once and with plain words when the settings are wrong."""

import os

import click


def start() -> None:
    """Loads settings, rooms and models. A wrong setting ends the command with its reason instead of a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madoguchi.config.settings")
    import django

    try:
        django.setup()
    except (ValueError, OSError) as problem:
        raise click.ClickException(str(problem)) from problem
