"""Where a benchmark works: a data folder and a database, told to Django before it starts."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def environment(data: Path, database: str = "") -> dict[str, str]:
    """The environment of a madoguchi process that works there."""
    chosen = dict(os.environ, MADOGUCHI_DATA=str(data), PYTHONPATH=str(ROOT))
    chosen["DJANGO_SETTINGS_MODULE"] = "madoguchi.config.settings"
    chosen.pop("MADOGUCHI_DATABASE_URL", None)
    if database:
        chosen["MADOGUCHI_DATABASE_URL"] = database
    return chosen


def use(data: Path, database: str = "") -> None:
    """Starts Django in this process on that data."""
    data.mkdir(parents=True, exist_ok=True)
    os.environ.pop("MADOGUCHI_DATABASE_URL", None)
    os.environ.update(environment(data, database))
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
