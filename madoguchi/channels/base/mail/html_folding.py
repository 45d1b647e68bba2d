"""Marks in sanitised HTML what is quote and what is signature (`data-part`), so that a page can fold it away."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as parser

from madoguchi.channels.base.mail import quote, quote_heads
from madoguchi.kernel.plain import html_marks

_BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "blockquote",
            "center",
            "dd",
            "div",
            "dl",
            "dt",
            "footer",
            "form",
            "header",
            "hr",
            "li",
        ),
        *("h1", "h2", "h3", "h4", "h5", "h6", "main", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead"),
        *("tr", "ul"),
    }
)
_CELLS = frozenset({"td", "th"})


@dataclass(slots=True)
class _Line:
    """One line as it is read, and the places in the tree (element, and "text", "tail" or "self") it is made of."""

    text: str = ""
    slots: list[tuple[etree._Element, str]] = field(default_factory=list)


def folded(markup: str, *, subject: str = "") -> tuple[str, bool]:
    """The markup with `data-part="quote"` and `"signature"` on what may be folded away; and whether there is any.

    Nothing is in a mail whose `subject` says that it hands another one on.
    """
    if quote_heads.is_forwarded(subject):
        return markup, False
    try:
        tree = parser.fragment_fromstring(markup, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return markup, False
    lines, hints = _read(tree)
    start, end = quote.new_lines([line.text for line in lines], hints)
    if not any(line.text.strip() for line in lines[:start]):
        start = 0
    end = _with_pictures(lines, end)
    below = [line.text for line in lines[end:]]
    begin, stop = quote.quoted_lines(below)
    if any(hint in ("head", "rest") for number, hint in hints.items() if number >= end) and begin == stop:
        begin = min(number for number, hint in hints.items() if number >= end and hint != "signature") - end
        stop = len(below)
    parts: dict[tuple[int, str], str] = {}
    for number, line in enumerate(lines):
        if not start <= number < end:
            quoted = number < start or begin <= number - end < stop
            parts.update(((id(element), place), "quote" if quoted else "signature") for element, place in line.slots)
    if not parts:
        return markup, False
    places = {(id(element), place) for line in lines for element, place in line.slots}
    _mark(tree, parts, places)
    inside = parser.tostring(tree, encoding="unicode")
    return inside.removeprefix("<div>").removesuffix("</div>"), True


def _with_pictures(lines: list[_Line], end: int) -> int:
    """A picture below the last new words belongs to them unless words of a quote or signature come first."""
    for number in range(end, len(lines)):
        if lines[number].text.strip():
            return end
        if any(place == "self" and element.tag == "img" for element, place in lines[number].slots):
            return number + 1
    return end


def _read(tree: etree._Element) -> tuple[list[_Line], dict[int, str]]:
    lines = [_Line()]
    hints: dict[int, str] = {}
    for step, element, depth in _walk(tree, 0):
        tag = element.tag
        if step == "enter":
            if tag in _BLOCKS:
                _next_line(lines)
            hint = html_marks.hint_of(element) if element.attrib else ""
            if hint:
                _next_line(lines)
                hints.setdefault(len(lines) - 1, hint)
            if tag in ("img", "hr", "br"):
                lines[-1].slots.append((element, "self"))
            if tag == "hr":
                lines[-1].text = "_" * 32
            if tag in _CELLS and lines[-1].text:
                lines[-1].text += "  "
            if tag == "br":
                lines.append(_Line())
            else:
                _add(lines, element, "text", depth, pre=tag == "pre")
        else:
            if tag in _BLOCKS:
                _next_line(lines)
            _add(lines, element, "tail", depth)
    return lines, hints


def _walk(element: etree._Element, depth: int) -> Iterator[tuple[str, etree._Element, int]]:
    """Every element twice, with the depth of quotes around its text (entering) or around what follows it (leaving)."""
    inside = depth
    if element.tag == "blockquote" and html_marks.is_quote(element):
        inside += 1
    yield "enter", element, inside
    for child in element:
        if isinstance(child.tag, str):
            yield from _walk(child, inside)
    yield "leave", element, depth


def _next_line(lines: list[_Line]) -> None:
    if lines[-1].text or lines[-1].slots:
        lines.append(_Line())


def _add(lines: list[_Line], element: etree._Element, place: str, depth: int, *, pre: bool = False) -> None:
    given = element.text if place == "text" else element.tail
    if not given or not given.strip():
        if given and lines[-1].text and not lines[-1].text.endswith(" "):
            lines[-1].text += " "
        return
    words = given.replace("\xa0", " ") if pre else " ".join(given.split())
    lead = " " if not pre and given[:1].isspace() and lines[-1].text else ""
    if not lines[-1].text and depth:
        lines[-1].text = ">" * depth + " "
    lines[-1].text += lead + words.replace("\n", " ") + (" " if given[-1:].isspace() else "")
    lines[-1].slots.append((element, place))


def _mark(element: etree._Element, parts: dict[tuple[int, str], str], places: set[tuple[int, str]]) -> None:
    """Marks the largest elements that hold nothing new; loose text gets a span of its own."""
    if element.text and (kind := parts.get((id(element), "text"))):
        _wrap(element, "text", kind)
    for child in list(element):
        if not isinstance(child.tag, str):
            continue
        tail = parts.get((id(child), "tail"))
        kinds = [parts.get(place) for place in _places(child) if place in places]
        if kinds and all(kinds):
            child.set("data-part", str(kinds[0]))
        elif any(kinds):
            _mark(child, parts, places)
        if tail:
            _wrap(child, "tail", tail)


def _places(element: etree._Element) -> Iterator[tuple[int, str]]:
    for one in element.iter():
        yield id(one), "text"
        yield id(one), "self"
        if one is not element:
            yield id(one), "tail"


def _wrap(element: etree._Element, place: str, kind: str) -> None:
    span = etree.Element("span")
    span.set("data-part", kind)
    if place == "text":
        span.text, element.text = element.text, None
        element.insert(0, span)
    else:
        span.text, element.tail = element.tail, None
        element.addnext(span)
