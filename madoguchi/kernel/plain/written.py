"""HTML that agents write in the composer: the few tags it makes, and the same as plain text.

Every block is a line, as in a plain mail: `<p>` has no margin, an empty `<p>` is an empty line. Not for: HTML from
outside (see `html`).
"""

import re
from collections.abc import Callable, Collection
from html.parser import HTMLParser

import nh3

from madoguchi.kernel.plain.html import sanitise

_TAGS = {
    *("p", "br", "strong", "b", "em", "i", "u", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "img", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_CID = re.compile(r"cid:([A-Za-z0-9@._+-]{1,200})")
_NO_SOURCE = re.compile(r"<img(?![^<>]* src=)[^<>]*>")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = frozenset({"p", "div", "li", "blockquote", "ul", "ol", "pre", "tr", "table", "hr", "h1", "h2", "h3", "h4"})
_BULLET = "・"
_CELL = 'style="border:1px solid #999;padding:4px 8px;text-align:left;vertical-align:top"'
_DRESSED = (
    ("<p></p>", "<p><br></p>"),
    ("<p>", '<p style="margin:0">'),
    ("<table>", '<table style="border-collapse:collapse">'),
    ("<td", f"<td {_CELL}"),
    ("<th ", f"<th {_CELL} "),
    ("<th>", f"<th {_CELL}>"),
    ("<blockquote>", '<blockquote style="margin:0;padding-left:12px;border-left:3px solid #bbb">'),
    ("<pre>", '<pre style="padding:8px;background:#f2f2f2;white-space:pre-wrap">'),
    ("<img ", '<img style="max-width:100%" '),
)


def clean(markup: str, cids: Collection[str] = ()) -> str:
    """Only what the composer makes; of pictures only those of `cids` (content ids). Too big or too deep: empty."""
    safe, _warning = sanitise(markup)
    cleaned = nh3.clean(
        safe,
        tags=_TAGS,
        clean_content_tags={"script", "style", "title", "noscript", "template", "iframe", "object", "svg", "math"},
        attributes=_ATTRIBUTES,
        attribute_filter=_only_pictures(cids),
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )
    return _NO_SOURCE.sub("", cleaned).strip()


def cids_of(markup: str) -> list[str]:
    """The content ids its pictures name."""
    return list(dict.fromkeys(_CID.findall(markup)))


def as_text(markup: str) -> str:
    """The same as plain text: one line per block, ・ before items, > before quotes, cells of a row side by side."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.text()


def for_mail(markup: str) -> str:
    """With the looks that mail programs need to be told: lines without gaps, tables with borders, quotes with a bar."""
    for bare, dressed in _DRESSED:
        markup = markup.replace(bare, dressed)
    return markup


def _only_pictures(cids: Collection[str]) -> Callable[[str, str, str], str | None]:
    known = frozenset(cids)

    def kept(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "src":
            found = _CID.fullmatch(value)
            return value if found is not None and found[1] in known else None
        if tag == "a" and attribute == "href" and value.lower().startswith("cid:"):
            return None
        return value

    return kept


class _Reader(HTMLParser):
    """Collects lines while tags open and close; `marks` are what stands before a line inside lists and quotes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._open = False
        self._broke = False
        self._lists: list[int | None] = []
        self._quotes = 0
        self._bullet = ""
        self._pre = 0
        self._cells: list[str] | None = None
        self._links: list[tuple[str, int]] = []

    def text(self) -> str:
        self._end_line()
        return "\n".join(line.rstrip() for line in self._lines).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "br":
            self._break()
        elif tag == "img":
            self._line.append(f"[{given.get('alt') or 'image'}]")
        elif tag == "a":
            self._links.append((given.get("href") or "", len(self._line)))
        elif tag in ("td", "th"):
            self._cells = [] if self._cells is None else self._cells
            self._line = []
        elif tag in _BLOCKS:
            self._begin_block(tag, given) if self._cells is None else self._line.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            self._name_address(*self._links.pop())
        elif tag in ("td", "th") and self._cells is not None:
            self._cells.append(_SPACE.sub(" ", "".join(self._line)).strip())
            self._line = []
        elif tag == "tr" and self._cells is not None:
            self._put("\t".join(self._cells))
            self._cells = None
        elif tag in _BLOCKS and self._cells is None:
            self._end_block(tag)

    def handle_data(self, data: str) -> None:
        words = data if self._pre else _SPACE.sub(" ", data)
        if not words or (not self._open and not self._line and not words.strip()):
            return
        for number, part in enumerate(words.split("\n")):
            if number:
                self._break()
            self._line.append(part)

    def _begin_block(self, tag: str, given: dict[str, str | None]) -> None:
        self._end_line()
        if tag in ("ul", "ol"):
            start = given.get("start") or "1"
            self._lists.append(int(start) if tag == "ol" and start.isdecimal() and len(start) < 6 else 1)
            if tag == "ul":
                self._lists[-1] = None
        elif tag == "li":
            self._bullet = self._next_bullet()
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "hr":
            self._put("-" * 20)
        self._pre += tag == "pre"
        self._open = tag in ("p", "pre", "div")

    def _end_block(self, tag: str) -> None:
        if self._open and not self._line and not self._broke:
            self._put("")
        self._end_line()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._bullet = ""
        elif tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        self._pre -= tag == "pre" and self._pre > 0

    def _next_bullet(self) -> str:
        count = self._lists[-1] if self._lists else None
        if count is None:
            return _BULLET
        self._lists[-1] = count + 1
        return f"{count}. "

    def _break(self) -> None:
        if self._cells is not None:
            self._line.append(" ")
        else:
            self._put("".join(self._line))
            self._line = []
            self._open = self._broke = True

    def _end_line(self) -> None:
        words = "".join(self._line)
        if words.strip() or (self._pre and words):
            self._put(words)
        self._line = []
        self._open = self._broke = False

    def _put(self, words: str) -> None:
        depth = max(0, len(self._lists) - 1)
        indent = "  " * depth
        if self._bullet:
            indent, self._bullet = indent + self._bullet, ""
        elif self._lists:
            indent += "  "
        self._lines.append("> " * self._quotes + indent + (words if self._pre else words.strip(" ")))

    def _name_address(self, address: str, since: int) -> None:
        words = "".join(self._line[since:]).strip()
        shown = address.removeprefix("mailto:").removeprefix("tel:")
        if shown and words and shown.rstrip("/") != words.rstrip("/"):
            self._line.append(f" <{shown}>")
