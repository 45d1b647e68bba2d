"""Writes a backup of the running installation: one moment of the database, then the files it points to."""

import hashlib
import io
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from madoguchi import __version__
from madoguchi.config.archiving import manifest as contents
from madoguchi.config.archiving.manifest import Manifest, Table
from madoguchi.config.archiving.rows import archived, columns, lines
from madoguchi.kernel import clock
from madoguchi.kernel.files import path_of
from madoguchi.kernel.models import StoredFile

_SNAPSHOT = "snapshot"


def save(target: Path) -> Manifest:
    """Writes the archive beside its final name, reads it back completely, and only then gives it the name.

    Readable by its owner only, because it holds the secret key. Raises BrokenArchive when reading back fails.
    """
    temporary = target.with_name(f".{target.name}.part")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with (
            os.fdopen(descriptor, "wb") as handle,
            tarfile.open(fileobj=handle, mode="w:gz", compresslevel=4) as archive,
            tempfile.TemporaryDirectory(dir=target.parent) as folder,
            _one_moment(Path(folder)) as using,
        ):
            _write(archive, Path(folder), using)
        checked = contents.verify(temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return checked


@contextmanager
def _one_moment(folder: Path) -> Iterator[str]:
    """An alias of the database as it is now, whatever is written meanwhile; writers are not kept waiting."""
    if connection.vendor == "sqlite":
        copy = folder / "snapshot.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(copy) as into:
            connection.connection.backup(into)
        into.close()
        connections.databases[_SNAPSHOT] = {**connections.databases[DEFAULT_DB_ALIAS], "NAME": str(copy)}
        try:
            yield _SNAPSHOT
        finally:
            connections[_SNAPSHOT].close()
            del connections[_SNAPSHOT]
            del connections.databases[_SNAPSHOT]
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL statement_timeout TO 0")
        yield DEFAULT_DB_ALIAS


def _write(archive: tarfile.TarFile, folder: Path, using: str) -> None:
    applied = MigrationRecorder.Migration.objects.using(using).order_by("id")
    manifest = Manifest(
        version=__version__,
        made_at=clock.now().isoformat(),
        database=connection.vendor,
        migrations=[f"{row.app}.{row.name}" for row in applied],
    )
    for model in archived(list(apps.get_models(include_auto_created=True))):
        name = model._meta.db_table
        path = folder / f"{name}.jsonl"
        digest, count = hashlib.sha256(), 0
        with path.open("wb") as handle:
            for line in lines(model, using=using):
                handle.write(line)
                digest.update(line)
                count += 1
        manifest.tables[name] = Table(columns(model), count, digest.hexdigest())
        archive.add(path, f"tables/{name}.jsonl")
        path.unlink()
    for digest_name in StoredFile.objects.using(using).order_by("id").values_list("sha256", flat=True).iterator():
        path = path_of(digest_name)
        if path.exists():
            archive.add(path, f"files/{digest_name}")
            manifest.files.append(digest_name)
        else:
            manifest.lost.append(digest_name)
    _add(archive, contents.KEY, settings.SECRET_KEY.encode())
    _add(archive, contents.NAME, manifest.to_bytes())


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(content), 0o600, int(clock.now().timestamp())
    archive.addfile(entry, io.BytesIO(content))
