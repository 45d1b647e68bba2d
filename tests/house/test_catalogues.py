"""The second language never lags: every text of the code stands in a Japanese catalogue, with its places."""

import ast
from collections import defaultdict
from pathlib import Path

import click
import pytest

from madoguchi.kernel import catalogues

pytestmark = pytest.mark.once


def test_every_text_is_translated() -> None:
    lacking = catalogues.missing()
    assert not lacking, "\n".join(f"{use.place}: {use.key}" for uses in lacking.values() for use in uses)


def test_nothing_is_fuzzy_or_empty() -> None:
    found = [
        f"{po.relative_to(catalogues.PACKAGE)}: {entry.id!r}"
        for po in catalogues.sources()
        for entry in catalogues.read(po)
        if entry.id and not catalogues.is_complete(entry)
    ]
    assert not found, "\n".join(found)


def test_places_are_the_same_in_both_languages() -> None:
    found = []
    for room, entries in catalogues.translations().items():
        for key, entry in entries.items():
            forms = entry.string if isinstance(entry.string, list | tuple) else (entry.string,)
            wanted = set().union(*(catalogues.placeholders(text) for text in source_forms(entry.id)))
            for form in forms:
                strange = catalogues.placeholders(form) - wanted
                lost = catalogues.placeholders(key[1]) - catalogues.placeholders(form) if len(forms) == 1 else set()
                if strange or (lost and not isinstance(entry.id, list | tuple)):
                    found.append(f"{room}: {key[1]!r} -> {form!r}")
    assert not found, "\n".join(found)


def source_forms(msgid: object) -> tuple[str, ...]:
    return tuple(map(str, msgid)) if isinstance(msgid, list | tuple) else (str(msgid),)


def test_one_text_is_translated_one_way() -> None:
    """Django joins all catalogues into one, so two translations of the same text would make one of them vanish."""
    found: dict[catalogues.Key, dict[str, str]] = defaultdict(dict)
    for room, entries in catalogues.translations().items():
        for key, entry in entries.items():
            found[key][room] = str(entry.string)
    different = {key: rooms for key, rooms in found.items() if len(set(rooms.values())) > 1}
    assert not different, "\n".join(f"{key}: {rooms}" for key, rooms in different.items())


def test_no_translation_is_left_over() -> None:
    used = {use.key for use in catalogues.uses()} | {("", text) for text in texts_of_click()}
    left = [f"{room}: {key}" for room, keys in catalogues.translations().items() for key in keys if key not in used]
    assert not left, "\n".join(left)


def texts_of_click() -> set[str]:
    """What the command line's library says itself; our catalogue translates that too."""
    folder = Path(click.__file__).parent
    found: set[str] = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found
