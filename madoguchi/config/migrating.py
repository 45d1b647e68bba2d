"""What the database still lacks, and applying it."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def pending() -> list[str]:
    """The migrations not yet applied, e.g. `tickets.0002_views`. Compares names only: no migration is imported."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    names = [
        (config.label, name)
        for config in apps.get_app_configs()
        if (folder := config.module) is not None
        for name in _written(f"{folder.__name__}.migrations")
    ]
    return sorted(f"{label}.{name}" for label, name in names if (label, name) not in applied)


def migrate() -> None:
    """Applies everything that is pending. PostgreSQL then looks through its tables, for of a new column it knows
    nothing and may read a million rows where an index stands ready."""
    changes = bool(pending())
    call_command("migrate", interactive=False, verbosity=0)
    if changes and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _written(package: str) -> list[str]:
    try:
        folder = import_module(package)
    except ModuleNotFoundError:
        return []
    return [module.name for module in iter_modules(folder.__path__) if module.name[0] not in "_~"]
