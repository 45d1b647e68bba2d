"""Brings a backup back into an empty installation, on SQLite or PostgreSQL, whichever made it."""

import os
import shutil
import tarfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from madoguchi.config.archiving import manifest as contents
from madoguchi.config.archiving.manifest import BrokenArchive, Manifest
from madoguchi.config.archiving.rows import archived, load
from madoguchi.kernel.files import path_of

_FROM_MIGRATIONS = frozenset({"django_migrations", "django_content_type", "auth_permission"})


class NotEmpty(Exception):
    """The target holds data already."""


def restore(path: Path, *, force: bool) -> Manifest:
    """Checks the whole archive, then loads it and counts again. With `force` what is there is put aside or dropped.

    Raises BrokenArchive, NotEmpty. The desk must not be running.
    """
    manifest = contents.verify(path)
    if not is_empty():
        if not force:
            raise NotEmpty
        _clear()
    with tarfile.open(path, "r:gz") as archive:
        _restore_key(archive)
        _restore_files(archive, manifest)
        _restore_rows(archive, manifest)
    call_command("migrate", interactive=False, verbosity=0)
    return manifest


def is_empty() -> bool:
    """Whether no table of the database holds a row that somebody wrote."""
    names = set(connection.introspection.table_names()) - _FROM_MIGRATIONS
    with connection.cursor() as cursor:
        for name in sorted(names):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(name)} LIMIT 1")
            if cursor.fetchone():
                return False
    return True


def _clear() -> None:
    """SQLite: the old file stays beside the new one. PostgreSQL: the tables are dropped."""
    if connection.vendor == "sqlite":
        database = Path(str(settings.DATABASES[DEFAULT_DB_ALIAS]["NAME"]))
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            part = database.with_name(database.name + suffix)
            if part.exists():
                part.replace(part.with_name(f"{database.name}.before-restore{suffix}"))
        return
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names():
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)} CASCADE")


def _restore_key(archive: tarfile.TarFile) -> None:
    """Without the key neither sealed passwords nor signed ids of the old installation can be read."""
    key = contents.member(archive, contents.KEY).read().decode()
    path = Path(settings.DATA_ROOT) / "secret.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.read_text().strip() != key:
        path.replace(path.with_name("secret.key.before-restore"))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(key)
    settings.SECRET_KEY = key


def _restore_files(archive: tarfile.TarFile, manifest: Manifest) -> None:
    for digest in manifest.files:
        target = path_of(digest)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = target.with_name(f".{digest}.restore")
            with temporary.open("wb") as handle:
                shutil.copyfileobj(contents.member(archive, f"files/{digest}"), handle)
            temporary.replace(target)


def _restore_rows(archive: tarfile.TarFile, manifest: Manifest) -> None:
    """Builds the tables as they were when the archive was made and fills them in one transaction."""
    executor = MigrationExecutor(connection)
    targets = _leaves(executor, manifest)
    executor.migrate(targets)
    state = MigrationExecutor(connection).loader.project_state(targets)
    models = {model._meta.db_table: model for model in archived(state.apps.get_models(include_auto_created=True))}
    unknown = [name for name, table in manifest.tables.items() if table.rows and name not in models]
    if unknown:
        raise BrokenArchive(f"This version has no table {', '.join(unknown)}.")
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout TO 0")
        for name, table in manifest.tables.items():
            if name not in models:
                continue
            models[name]._base_manager.all()._raw_delete(DEFAULT_DB_ALIAS)
            found = contents.member(archive, f"tables/{name}.jsonl")
            count = load(models[name], table.columns, iter(found), using=DEFAULT_DB_ALIAS)
            if count != table.rows:
                raise BrokenArchive(f"The table {name} has {table.rows} rows, {count} were loaded.")
        _continue_numbers(list(models.values()))


def _continue_numbers(models: list[Any]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _leaves(executor: MigrationExecutor, manifest: Manifest) -> list[tuple[str, str]]:
    """The last applied migration of each app when the archive was made. Raises BrokenArchive for unknown ones."""
    graph = executor.loader.graph
    applied = {(app, name) for app, _, name in (entry.partition(".") for entry in manifest.migrations)}
    replaced = {old for migration in executor.loader.replacements.values() for old in migration.replaces}
    unknown = sorted(applied - set(graph.nodes) - replaced)
    if unknown:
        names = ", ".join(".".join(entry) for entry in unknown[:5])
        raise BrokenArchive(f"The backup was made by a newer version ({manifest.version}): {names}. Update first.")
    return [
        node
        for node in applied & set(graph.nodes)
        if not any(child.key in applied and child.key[0] == node[0] for child in graph.node_map[node].children)
    ]
