"""Reading articles from a file or folder: JSON lines, CSV as other products write it, a folder of Markdown files.

Not for: storing them (see services.importing).
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.text import one_line
from madoguchi.knowledge.services.importing import Incoming

LONGEST = {"external_id": 200, "question": 500, "answer": 100_000, "category": 80}
DEFAULT_LOCALE = "ja"
COLUMNS = {
    "external_id": ("external_id", "id", "記事id", "no"),
    "question": ("question", "title", "質問", "タイトル", "件名"),
    "answer": ("answer", "body", "回答", "本文", "内容"),
    "category": ("category", "section", "カテゴリ", "カテゴリー", "分類"),
    "locale": ("locale", "language", "言語"),
}
_HEADING = re.compile(r"\s*#{1,6}\s+(.+?)\s*#*\s*(?:\n|$)")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line (counted from 1; of a folder: the file's place in it) that holds no article, and why."""

    number: int
    reason: str


class _Unfit(Exception):
    def __init__(self, text: str | Promise, **details: Any) -> None:
        super().__init__(str(text) % details)


Read = tuple[list[Incoming], list[BadLine]]


def read(path: Path) -> Read:
    """The articles there in their order, and what could not be read: a folder, a .csv file, else JSON lines."""
    if path.is_dir():
        return _collected(_of_folder(path))
    if path.suffix.lower() == ".csv":
        return _collected(_of_table(path.read_bytes()))
    with path.open("rb") as opened:
        return _collected(_of_lines(opened))


def _collected(rows: Iterable[tuple[int, dict[str, Any] | _Unfit]]) -> Read:
    articles: list[Incoming] = []
    bad: list[BadLine] = []
    seen: dict[str, int] = {}
    for number, row in rows:
        try:
            if isinstance(row, _Unfit):
                raise row
            article = _article(row)
            if article.external_id in seen:
                raise _Unfit(_("external_id is the same as in line %(line)d"), line=seen[article.external_id])
        except _Unfit as problem:
            bad.append(BadLine(number, str(problem)))
        else:
            seen[article.external_id] = number
            articles.append(article)
    return articles, bad


def _of_lines(lines: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any] | _Unfit]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        try:
            found = json.loads(line.decode("utf-8-sig"))
        except UnicodeDecodeError:
            yield number, _Unfit(_("this is not UTF-8"))
        except (ValueError, RecursionError):
            yield number, _Unfit(_("this is not JSON"))
        else:
            yield number, found if isinstance(found, dict) else _Unfit(_("this is not a JSON object"))


def _of_table(content: bytes) -> Iterator[tuple[int, dict[str, Any] | _Unfit]]:
    """Spreadsheets in Japan write UTF-8 or Windows' Shift_JIS."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp932", "replace")
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="")
    heads = {(head or "").strip().lower(): head for head in reader.fieldnames or ()}
    names = {
        name: next((heads[known] for known in several if known in heads), None) for name, several in COLUMNS.items()
    }
    for row in reader:
        yield reader.line_num, {name: row.get(head) for name, head in names.items() if head is not None}


def _of_folder(folder: Path) -> Iterator[tuple[int, dict[str, Any] | _Unfit]]:
    """Each file an article: named by its path, its first heading (else its name) the question, its folder the shelf."""
    for number, file in enumerate(sorted(folder.rglob("*.md")), start=1):
        try:
            text = file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            yield number, _Unfit(_("this is not UTF-8"))
            continue
        heading = _HEADING.match(text)
        inside = file.relative_to(folder)
        yield (
            number,
            {
                "external_id": str(inside.with_suffix("")),
                "question": heading[1] if heading else file.stem,
                "answer": text[heading.end() :] if heading else text,
                "category": "" if inside.parent == Path() else inside.parent.name,
            },
        )


def _article(found: dict[str, Any]) -> Incoming:
    locale = (_text(found, "locale", required=False) or DEFAULT_LOCALE).replace("_", "-").partition("-")[0].lower()
    languages = [code for code, _name in settings.LANGUAGES]
    if locale not in languages:
        raise _Unfit(_("locale %(locale)s is none of %(languages)s"), locale=locale, languages=", ".join(languages))
    return Incoming(
        external_id=_text(found, "external_id"),
        question=one_line(_text(found, "question")),
        answer=_text(found, "answer"),
        category=one_line(_text(found, "category", required=False)),
        locale=locale,
    )


def _text(found: dict[str, Any], name: str, *, required: bool = True) -> str:
    value = found.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and name == "external_id":
        value = str(value)
    if value is None:
        value = ""
    if not isinstance(value, str):
        raise _Unfit(_("%(name)s is not a text"), name=name)
    value = value.strip()
    if required and not value:
        raise _Unfit(_("%(name)s is missing"), name=name)
    if len(value) > LONGEST.get(name, 16):
        raise _Unfit(_("%(name)s is too long (at most %(most)d letters)"), name=name, most=LONGEST.get(name, 16))
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise _Unfit(_("%(name)s holds signs that no text has"), name=name)
    return value
