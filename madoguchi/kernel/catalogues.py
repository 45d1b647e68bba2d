"""Catalogues of translations: compiles every django.po of the package, and finds what a catalogue lacks.

Stands alone (Babel only), because the build hook runs it before the package is installed.
Not for: looking texts up (Django does that at run time).

    python -m madoguchi.kernel.catalogues            compile what changed
    python -m madoguchi.kernel.catalogues --missing  list texts without a translation, room by room
"""

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent
LANGUAGE = "ja"
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)")

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Use:
    """One text in the code: its context and msgid, where it stands, and the room that must translate it."""

    key: Key
    place: str
    room: str


def sources(package: Path = PACKAGE) -> list[Path]:
    """Every django.po of the package, in a fixed order."""
    return sorted(package.glob("**/locale/*/LC_MESSAGES/django.po"))


def read(po: Path) -> Catalog:
    """A catalogue as Babel reads it; its language is the folder's."""
    with po.open("rb") as handle:
        return read_po(handle, locale=po.parent.parent.name, charset="utf-8")


def compile_changed(package: Path = PACKAGE) -> list[Path]:
    """Writes the .mo beside each .po that is newer than it; returns what was written."""
    written = []
    for po in sources(package):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        temporary = mo.with_suffix(f".{os.getpid()}")
        with temporary.open("wb") as handle:
            write_mo(handle, read(po))
        temporary.replace(mo)
        written.append(mo)
    return written


def room_of(path: Path, package: Path = PACKAGE) -> str:
    """The room whose catalogue holds a file's texts: `tickets`, `web/desk`; shared templates belong to the desk."""
    parts = path.relative_to(package).parts
    if parts[0] != "web":
        return parts[0]
    part = parts[2] if parts[1] == "templates" else parts[1]
    return f"web/{part}" if (package / "web" / part).is_dir() and part != "templates" else "web/desk"


def uses(package: Path = PACKAGE) -> Iterator[Use]:
    """Every translatable text of the code and the templates."""
    for path in sorted(package.rglob("*")):
        method = {".py": "python", ".html": "jinja2", ".txt": "jinja2"}.get(path.suffix)
        if method is None or "node_modules" in path.parts or "locale" in path.parts:
            continue
        if method == "jinja2" and "templates" not in path.parts:
            continue
        options = {"silent": "false", "trimmed": "true"} if method == "jinja2" else {}
        found = extract_from_file(method, path, keywords=_KEYWORDS, options=options)
        for line, text, _comments, context in found:
            msgid = text[0] if isinstance(text, tuple) else text
            if msgid:
                yield Use((context or "", msgid), f"{path.relative_to(package.parent)}:{line}", room_of(path, package))


def translations(package: Path = PACKAGE) -> dict[str, dict[Key, Message]]:
    """Room to its usable Japanese entries; empty and fuzzy ones are left out."""
    found: dict[str, dict[Key, Message]] = {}
    for po in sources(package):
        if po.parent.parent.name != LANGUAGE:
            continue
        room = po.relative_to(package).parent.parent.parent.parent.as_posix()
        found[room] = {key_of(entry): entry for entry in read(po) if entry.id and is_complete(entry)}
    return found


def key_of(entry: Message) -> Key:
    """An entry's context and singular msgid."""
    msgid = entry.id[0] if isinstance(entry.id, list | tuple) else entry.id
    return (entry.context or "", str(msgid))


def is_complete(entry: Message) -> bool:
    """Whether every form of the entry is written and no one doubts it."""
    forms = entry.string if isinstance(entry.string, list | tuple) else (entry.string,)
    return not entry.fuzzy and all(forms)


def placeholders(text: str) -> set[str]:
    """The names in %(name)s places."""
    return set(_PLACEHOLDER.findall(text))


def missing(package: Path = PACKAGE) -> dict[str, list[Use]]:
    """Room to the texts that no loaded catalogue translates."""
    known = {key for entries in translations(package).values() for key in entries}
    lacking: dict[str, list[Use]] = {}
    for use in uses(package):
        if use.key not in known:
            lacking.setdefault(use.room, []).append(use)
    return lacking


def main(arguments: list[str]) -> int:
    """The command described on top."""
    for path in compile_changed():
        sys.stdout.write(f"{path.relative_to(PACKAGE.parent)}\n")
    if "--missing" not in arguments:
        return 0
    lacking = missing()
    for room, found in lacking.items():
        sys.stdout.write(f"\n{room}: {len({use.key for use in found})} without a translation\n")
        for use in found:
            context, msgid = use.key
            sys.stdout.write(f"  {use.place}: {f'[{context}] ' if context else ''}{msgid!r}\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
