"""The archive's table of contents, and checking an archive against it."""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

FORMAT = 1
NAME = "manifest.json"
KEY = "secret.key"


class BrokenArchive(Exception):
    """The archive is not what it says it is; the text tells in plain words what is wrong."""


@dataclass(slots=True)
class Table:
    """One table: its columns in the order of each line, how many rows, and the digest of its member."""

    columns: list[str]
    rows: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """What an archive holds. `migrations` are the names applied when it was made, `files` digests of stored files."""

    version: str
    made_at: str
    database: str
    migrations: list[str]
    tables: dict[str, Table] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """As JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @property
    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(table.rows for table in self.tables.values())


def read(archive: tarfile.TarFile) -> Manifest:
    """The manifest of an open archive. Raises BrokenArchive."""
    try:
        values = json.loads(member(archive, NAME).read())
        tables = {name: Table(**table) for name, table in values.pop("tables").items()}
        manifest = Manifest(**values, tables=tables)
    except (KeyError, ValueError, TypeError) as problem:
        raise BrokenArchive(f"This is not a backup of Madoguchi ({problem}).") from problem
    if manifest.format != FORMAT:
        raise BrokenArchive(f"This backup has format {manifest.format}; this version reads format {FORMAT}.")
    return manifest


def member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    """An open member. Raises KeyError when it is missing."""
    found = archive.extractfile(name)
    if found is None:
        raise KeyError(name)
    return found


def verify(path: Path) -> Manifest:
    """Reads every byte of an archive and compares it with the manifest. Raises BrokenArchive."""
    try:
        with tarfile.open(path, "r:gz") as archive:
            manifest = read(archive)
            member(archive, KEY)
            for name, table in manifest.tables.items():
                _check_table(archive, name, table)
            for digest in manifest.files:
                if _digest(member(archive, f"files/{digest}")) != digest:
                    raise BrokenArchive(f"The file {digest} is damaged.")
            return manifest
    except (tarfile.TarError, EOFError, OSError, KeyError) as problem:
        raise BrokenArchive(f"{path.name} cannot be read to its end: {problem}") from problem


def _check_table(archive: tarfile.TarFile, name: str, table: Table) -> None:
    digest, rows = hashlib.sha256(), 0
    for line in member(archive, f"tables/{name}.jsonl"):
        digest.update(line)
        rows += 1
    if (rows, digest.hexdigest()) != (table.rows, table.sha256):
        raise BrokenArchive(f"The table {name} is damaged: {rows} of {table.rows} rows.")


def _digest(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in _chunks(content):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    while chunk := content.read(1 << 20):
        yield chunk
