"""The calm of the code: small files, honest names, no leftovers."""

import re

import pytest

from tests.house import source

pytestmark = pytest.mark.once
CEILING = 300
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "data", "common"}
LEFTOVER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
HOSTS = re.compile(
    r"https?://[\w.-]*(pypi|pythonhosted|npmjs|jsdelivr|unpkg|cdnjs|googleapis|githubusercontent)[\w.-]*"
)


@pytest.mark.parametrize("suffix", [".py", ".ts", ".html", ".css"])
def test_no_file_grows_over_the_ceiling(suffix: str) -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in source.files(suffix)}
    assert not [f"{path.relative_to(source.ROOT)}: {size} lines" for path, size in sizes.items() if size > CEILING]


def test_names_say_what_a_file_is_for() -> None:
    assert not [path for path in source.files() if path.stem in VAGUE or path.parent.name in VAGUE]


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{path}:{number}"
        for suffix in (".py", ".ts", ".html", ".css")
        for path in source.files(suffix)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if LEFTOVER.search(line)
    ]
    assert not found


def test_no_file_names_a_download_host_or_somebodys_machine() -> None:
    listed = ("*.lock", "*.toml", "Makefile", ".ci/*", "*.md", "madoguchi/web/assets/package*.json", "docs/**/*.md")
    found = []
    for pattern in listed:
        for path in source.ROOT.glob(pattern):
            text = path.read_text(encoding="utf-8")
            if HOSTS.search(text) or re.search(r"/(home|Users|work)/\w+/", text):
                found.append(str(path.relative_to(source.ROOT)))
    assert not found


def test_fragments_are_known_by_their_underscore() -> None:
    """A template that is no whole page extends nothing, and its name says so."""
    found = []
    for path in (source.PACKAGE / "web" / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        whole = "{% extends" in text or "<html" in text
        if whole == path.name.startswith("_"):
            found.append(str(path.relative_to(source.PACKAGE)))
    assert not found
