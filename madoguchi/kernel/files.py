"""Content-addressed files: the same bytes are kept once, written before any row points to them."""

import hashlib
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from madoguchi.kernel import clock, statements
from madoguchi.kernel.models import StoredFile

_JUST_KEPT = 600.0
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A content that is safely on disk: its digest, size in bytes and sniffed media type."""

    sha256: str
    size: int
    sniffed_type: str


def keep(content: bytes) -> Kept:
    """Writes `content` once (fsync, rename, fsync of the folder). Needs no transaction: call it before one begins."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if not _touched(path):
        _make_folder(path.parent)
        temporary = path.with_name(f".{digest}.{secrets.token_hex(8)}")
        with open(temporary, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        temporary.replace(path)
        _settle(path.parent)
    return Kept(digest, len(content), sniff(content))


def let_go(file_id: int) -> bool:
    """Deletes a row if nothing points to it any more (PROTECT, foreign keys); then its bytes may be forgotten."""
    try:
        with transaction.atomic():
            StoredFile.objects.filter(pk=file_id).delete()
    except (ProtectedError, IntegrityError):
        return False
    return True


def forget(sha256: str) -> bool:
    """Deletes a content whose row is gone for good; False when somebody is just about to keep the same bytes again.

    Call it after the commit. Whoever keeps the bytes meanwhile has touched the file: then it is put back.
    """
    path = path_of(sha256)
    aside = path.with_name(f".{sha256}.going")
    try:
        path.replace(aside)
        fresh = time.time() - aside.stat().st_mtime < _JUST_KEPT
    except FileNotFoundError:
        return False
    if fresh or StoredFile.objects.filter(sha256=sha256).exists():
        aside.replace(path)
        return False
    aside.unlink()
    return True


def _touched(path: Path) -> bool:
    """Whether the content is there, marking it as wanted."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    except PermissionError:  # restored by another user of the machine
        return path.exists()
    return True


def _make_folder(folder: Path) -> None:
    if folder.exists():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _settle(folder.parent)


def _settle(folder: Path) -> None:
    """Makes the names in a folder survive a power cut, as fsync of a file does only for its bytes."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def row_for(kept: Kept) -> StoredFile:
    """The row of a kept content, made if new. One plain statement: every mail and attachment passes here."""
    row = StoredFile(sha256=kept.sha256, size=kept.size, sniffed_type=kept.sniffed_type, stored_at=clock.now())
    made = statements.run(
        "INSERT INTO kernel_file (sha256, size, sniffed_type, stored_at) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (sha256) DO NOTHING RETURNING id",
        [row.sha256, row.size, row.sniffed_type, statements.moment(row.stored_at)],
    ).fetchone()
    if made is None:
        return StoredFile.objects.get(sha256=kept.sha256)
    row.id = made[0]
    row._state.adding = False
    return row


def store(content: bytes) -> StoredFile:
    """Keeps `content` and returns its row."""
    return row_for(keep(content))


def read(file: StoredFile) -> bytes:
    """The bytes of a stored file. Raises FileNotFoundError when the folder has lost it."""
    return path_of(file.sha256).read_bytes()


def path_of(sha256: str) -> Path:
    """Where a content lies: two levels of folders by its first digits."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256[2:4] / sha256


def sniff(content: bytes) -> str:
    """The media type the bytes themselves show: image, PDF, zip, text, or application/octet-stream."""
    for magic, media_type in _MAGIC:
        if content.startswith(magic):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if b"\x00" in content[:4096]:
        return "application/octet-stream"
    try:
        content[:4096].decode("utf-8", "strict" if len(content) <= 4096 else "ignore")
    except UnicodeDecodeError:
        return "application/octet-stream"
    head = content[:512].lstrip().lower()
    return (
        "text/html" if head.startswith((b"<!doctype html", b"<html", b"<svg", b"<?xml", b"<script")) else "text/plain"
    )
