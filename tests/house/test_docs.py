"""What the documents name exists, and what can be set is documented, in both languages."""

import re
from pathlib import Path

import pytest

from tests.house import source
from tests.house.event_table import event_table

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
    readers = [*source.files(), *(source.ROOT / "tests").rglob("*.py")]
    read = {name for path in readers for name in VARIABLE.findall(path.read_text(encoding="utf-8"))}
    for document in ("settings.md", "settings.ja.md"):
        described = set(VARIABLE.findall((MANUAL / document).read_text(encoding="utf-8")))
        assert not read - described, f"{document} lacks {sorted(read - described)}"
        assert not described - read, f"{document} describes what nobody reads: {sorted(described - read)}"


def test_every_event_is_documented_in_both_languages() -> None:
    written = (MANUAL / "events.md").read_text(encoding="utf-8")
    assert event_table() in written, "run: python -m tests.house"


def test_guides_and_manual_come_in_both_languages() -> None:
    for folder in ("guides", "manual"):
        names = {path.name for path in (source.ROOT / "docs" / folder).glob("*.md")} - {"events.md"}
        english = {name for name in names if not name.endswith(".ja.md")}
        assert {name.replace(".md", ".ja.md") for name in english} == names - english


def test_every_decision_is_in_the_index() -> None:
    folder = source.ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert not [path.name for path in folder.glob("*.md") if path.name != "README.md" and f"({path.name})" not in index]
