"""A tree of HTML as text that people like to read: paragraphs, lists, quotes with ">", tables in columns.

Linear in the size of the tree; widths are bounded, so that one long cell does not blow up all the others.
"""

import re
import unicodedata
from typing import Any

from madoguchi.kernel.plain import html_marks

_SPACE = re.compile(r"[ \t\r\n\f]+")
_FLUSH = re.compile(r"margin(-bottom)?\s*:\s*(0|\.0+1)(\.0+)?(pt|px|mm|cm|in|em)?\s*(0|;|$|!)", re.IGNORECASE)
_SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "table"})
_BLOCKS = _SPACED | {
    *("div", "section", "article", "header", "footer", "main", "center", "li", "dt", "dd", "tr", "td", "th", "caption"),
    *("tbody", "thead", "tfoot", "body", "html", "hr"),
}
_RULE = "_" * 32
_WIDEST = 60
_TALLEST = 6
_MOST_COLUMNS = 30
_MOST_BLANK = 2
_DEEPEST_QUOTE = 30
_LONGEST_INDENT = 40


class _Page:
    """Lines as they are written. `quotes` and `indent` stand before every line, `first` once instead of the indent."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.hints: dict[int, str] = {}
        self.quotes = 0
        self.indent = ""
        self.first = ""
        self._line: list[str] = []
        self._gap = False
        self._hint = ""

    def text(self, text: str, *, verbatim: bool = False) -> None:
        """Words of a line. `verbatim` keeps white space and line ends."""
        if verbatim:
            head, *others = text.split("\n")
            self._line.append(head)
            for other in others:
                self.end_line()
                self._line.append(other)
            return
        text = _SPACE.sub(" ", text)
        if text.startswith(" ") and (not self._line or self._line[-1].endswith(" ")):
            text = text[1:]
        if text:
            self._line.append(text)

    def end_line(self) -> None:
        """Ends the line, also an empty one."""
        line = "".join(self._line).replace("\xa0", " ").rstrip()
        self._line.clear()
        self._put(line)

    def block(self, *, spaced: bool) -> None:
        """A block begins or ends here."""
        if self._line:
            self.end_line()
        self._gap = self._gap or spaced

    def hint(self, hint: str) -> None:
        """What begins with the next line."""
        self._hint = self._hint or hint

    def _put(self, line: str) -> None:
        if not line:
            self._gap = False
            if self.lines[-_MOST_BLANK:] != [">" * self.quotes] * _MOST_BLANK:
                self.lines.append(">" * self.quotes)
            return
        if self._gap and self.lines and self.lines[-1].strip("> "):
            before = len(self.lines[-1]) - len(self.lines[-1].lstrip(">"))
            self.lines.append(">" * min(before, self.quotes))
        self._gap = False
        if self._hint:
            self.hints.setdefault(len(self.lines), self._hint)
            self._hint = ""
        indent = self.indent[: len(self.indent) - len(self.first)] + self.first if self.first else self.indent
        self.first = ""
        self.lines.append((">" * self.quotes + " " if self.quotes else "") + indent + line)


def render(root: Any, *, alternatives: bool = False) -> tuple[str, dict[int, str]]:
    """The text of an lxml element, and by line what mail programs marked there (see html_marks).

    `alternatives` writes what stands for an image.
    """
    page = _Page()
    _walk(root, page, alternatives, False)
    page.block(spaced=False)
    first = next((number for number, line in enumerate(page.lines) if line.strip()), 0)
    text = "\n".join(page.lines[first:]).rstrip("\n")
    return text, {number - first: hint for number, hint in page.hints.items()}


def _walk(element: Any, page: _Page, alternatives: bool, verbatim: bool) -> None:
    tag = element.tag
    if element.attrib and (hint := html_marks.hint_of(element)):
        page.block(spaced=False)
        page.hint(hint)
    if tag == "br":
        page.end_line()
    elif tag == "img":
        shown = (element.get("alt") or "").strip()
        if shown and (alternatives or len(shown) <= 2):
            page.text(shown)
    elif tag == "hr":
        page.block(spaced=False)
        page.text(_RULE)
        page.block(spaced=False)
    elif tag == "table" and _table(element, page, alternatives):
        pass
    elif tag in _BLOCKS:
        _block(element, page, alternatives, verbatim)
    else:
        _inside(element, page, alternatives, verbatim)


def _inside(element: Any, page: _Page, alternatives: bool, verbatim: bool) -> None:
    if element.text:
        page.text(element.text, verbatim=verbatim)
    for child in element:
        _walk(child, page, alternatives, verbatim)
        if child.tail:
            page.text(child.tail, verbatim=verbatim)


def _block(element: Any, page: _Page, alternatives: bool, verbatim: bool) -> None:
    tag = element.tag
    style = element.get("style") or ""
    spaced = tag in _SPACED and not (tag == "p" and _FLUSH.search(style))
    spaced = spaced and not (tag in ("ul", "ol") and _in_list(element))
    page.block(spaced=spaced)
    before = page.quotes, page.indent
    if tag == "blockquote" and html_marks.is_quote(element):
        page.quotes = min(page.quotes + 1, _DEEPEST_QUOTE)
    elif len(page.indent) > _LONGEST_INDENT:
        pass
    elif tag == "li":
        page.first = _mark_of(element)
        page.indent += " " * len(page.first)
    elif tag in ("blockquote", "dd"):
        page.indent += "  "
    _inside(element, page, alternatives, verbatim or tag == "pre")
    page.block(spaced=spaced)
    (page.quotes, page.indent), page.first = before, ""


def _note_mark(element: Any, page: _Page) -> None:
    hint = html_marks.hint_of(element) if element.attrib else ""
    if hint:
        page.hint(hint)


def _in_list(element: Any) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in ("li", "ul", "ol")


def _mark_of(item: Any) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "- "
    number = int(parent.get("data-next") or _number(parent.get("start")))
    parent.set("data-next", str(number + 1))
    return f"{number}. "


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1


def _table(table: Any, page: _Page, alternatives: bool) -> bool:
    """Writes a table of short cells in columns; False for one that only lays out a page."""
    if next(table.iter("table", "ul", "ol", "blockquote", "pre", "hr"), table) is not table:
        return False
    if any(one is not table for one in table.iter("table")):
        return False
    rows = []
    for row in table.iter("tr"):
        cells = [_cell(cell, alternatives) for cell in row if cell.tag in ("td", "th")]
        if len(cells) > _MOST_COLUMNS or any(not _fits(cell) for cell in cells):
            return False
        rows.append(cells)
    if not any(sum(1 for cell in row if cell) > 1 for row in rows):
        return False
    page.block(spaced=True)
    for caption in table.iter("caption"):
        _inside(caption, page, alternatives, False)
        page.block(spaced=False)
    widths: list[int] = []
    for row in rows:
        widths += [0] * (len(row) - len(widths))
        for column, cell in enumerate(row):
            widths[column] = max([widths[column], *(_width(line) for line in cell)])
    for row in rows:
        for index in range(max((len(cell) for cell in row), default=0)):
            written = [cell[index] if index < len(cell) else "" for cell in row]
            page.text(
                "  ".join(_padded(text, width) for text, width in zip(written, widths, strict=False)), verbatim=True
            )
            page.end_line()
    page.block(spaced=True)
    return True


def _cell(cell: Any, alternatives: bool) -> list[str]:
    page = _Page()
    _inside(cell, page, alternatives, False)
    page.block(spaced=False)
    return [line for line in page.lines if line.strip()]


def _fits(cell: list[str]) -> bool:
    return len(cell) <= _TALLEST and all(len(line) <= _WIDEST for line in cell)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Columns on a screen with letters of one width."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
