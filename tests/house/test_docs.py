"""What the documents name exists, and what can be set is documented, in both languages."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from madoguchi.kernel import events
from tests.house import source

pytestmark = pytest.mark.once
DOCUMENTS = sorted([*source.ROOT.glob("*.md"), *source.ROOT.glob("docs/**/*.md")])
PATH = re.compile(r"`((?:madoguchi|tests|docs|bench|\.ci)/[\w./*<>{}-]*)`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
VARIABLE = re.compile(r"\bMADOGUCHI_[A-Z_]*[A-Z]\b")
MANUAL = source.ROOT / "docs" / "manual"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(source.ROOT)))
def test_named_paths_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    lost = [
        name for name in PATH.findall(text) if not re.search(r"[*<>{}]", name) and not (source.ROOT / name).exists()
    ]
    lost += [name for name in LINK.findall(text) if not (document.parent / name.strip()).exists()]
    assert not lost


def test_every_setting_is_documented() -> None:
    read = {name for path in source.files() for name in VARIABLE.findall(path.read_text(encoding="utf-8"))}
    for document in ("settings.md", "settings.ja.md"):
        described = set(VARIABLE.findall((MANUAL / document).read_text(encoding="utf-8")))
        assert not read - described, f"{document} lacks {sorted(read - described)}"
        assert not described - read, f"{document} describes what nobody reads: {sorted(described - read)}"


def test_every_event_is_documented_in_both_languages() -> None:
    expected = event_table()
    text = (MANUAL / "events.md").read_text(encoding="utf-8")
    assert expected in text, f"docs/manual/events.md must hold this table:\n\n{expected}"


def event_table() -> str:
    """The table of docs/manual/events.md, made from the code."""
    rows = ["| event | English | 日本語 | fields |", "| --- | --- | --- | --- |"]
    for name in sorted(events.registry):
        event = events.registry[name]
        labels = []
        for language in ("en", "ja"):
            with translation.override(language):
                labels.append(str(event.label))
        fields = ", ".join(f"`{field}`" for field in event.__dataclass_fields__)
        rows.append(f"| `{name}` | {labels[0]} | {labels[1]} | {fields} |")
    return "\n".join(rows)


def test_guides_and_manual_come_in_both_languages() -> None:
    for folder in ("guides", "manual"):
        names = {path.name for path in (source.ROOT / "docs" / folder).glob("*.md")} - {"events.md"}
        english = {name for name in names if not name.endswith(".ja.md")}
        assert {name.replace(".md", ".ja.md") for name in english} == names - english
