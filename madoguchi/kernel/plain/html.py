"""HTML from outside: made safe with caps first (a deep one took a sanitiser 21 s), and made into text for people.

First the tags are written anew in one plain form, then a tree is built that closes what was left open, then the
sanitiser sees the result. Straight into the sanitiser, 20 kB of unclosed tags became 9 MB and took 0.7 s.
"""

import html as entities
import re
from dataclasses import dataclass, field
from typing import Any

import nh3
from lxml import etree

from madoguchi.kernel.plain import html_marks, html_tags, html_text
from madoguchi.kernel.plain.html_styles import PROPERTIES, Sheet

LONGEST = 2 * 1024 * 1024
DEEPEST = 150
_MOST_ENTITIES = 60_000
_MARKUP = re.compile(r"<[^<>]{0,2000}>")
_HIDDEN = re.compile(r"<(!--|(?:script|style|head|title)\b)", re.IGNORECASE)
_ENDS = {
    "!--": re.compile("-->"),
    **{name: re.compile(f"</{name}[^<>]{{0,200}}>?", re.IGNORECASE) for name in ("script", "style", "head", "title")},
}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_INSIDE = re.compile(r"[\s\x00-\x20]*(?:d\s*a\s*t\s*a|c\s*i\s*d)\s*:", re.IGNORECASE)
_IMAGE_DATA = re.compile(r"\s*data:image/(png|jpeg|jpg|gif|webp);base64,", re.IGNORECASE)
_TAGS = (nh3.ALLOWED_TAGS | html_tags.KEPT) - {"map", "area", "body"}
_STYLED = {"style", "align", "dir", "lang", "title", "width", "height", "bgcolor", "valign"}
_ATTRIBUTES = {
    "*": _STYLED,
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan", "nowrap"},
    "th": {"colspan", "rowspan", "scope"},
    "table": {"border", "cellpadding", "cellspacing"},
    "font": {"color", "size", "face"},
    "ol": {"start", "type"},
    "col": {"span"},
    "blockquote": {"cite"},
}


class _TooComplex(Exception):
    """Nested too deeply, or too many tags."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Safe HTML and its text. `hints` say by line of the text what mail programs marked; `warning` is a code."""

    html: str = ""
    text: str = ""
    hints: dict[int, str] = field(default_factory=dict)
    warning: str = ""


def read(markup: str) -> Reading:
    """Reads a mail's HTML. What is too deep or too big has text only."""
    if not markup:
        return Reading()
    if len(markup) > LONGEST:
        return Reading(text=crude_text(markup[:LONGEST]), warning="html_too_big")
    try:
        root = _tree(markup)
    except _TooComplex:
        return Reading(text=crude_text(markup), warning="html_too_deep")
    if root is None:
        return Reading()
    text, hints = html_text.render(root)
    if not text:
        text, hints = html_text.render(root, alternatives=True)
    written = etree.tostring(root, encoding="unicode", method="html")
    if written.count("&") > _MOST_ENTITIES:
        return Reading(text=text, hints=hints, warning="html_too_deep")
    return Reading(_clean(written), text, hints)


def sanitise(markup: str) -> tuple[str, str]:
    """Safe HTML, and a warning code or empty. What is too deep or too big comes back empty with the reason."""
    found = read(markup)
    return found.html, found.warning


def to_text(markup: str) -> str:
    """The text a person would read, table columns kept. What is too deep is stripped of its tags only."""
    return read(markup).text


def _clean(markup: str) -> str:
    return nh3.clean(
        markup,
        tags=_TAGS,
        clean_content_tags={"script", "style", "title", "noscript", "template", "iframe", "object", "svg", "math"},
        attributes=_ATTRIBUTES,
        allowed_classes=html_marks.KEPT_CLASSES,
        tag_attribute_values=html_marks.KEPT_VALUES,
        filter_style_properties=set(PROPERTIES),
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    ).strip()


def _tree(markup: str) -> Any:
    """The mail as a tree, at most DEEPEST deep, without what is hidden; None when there is nothing in it."""
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    root = etree.fromstring(f"<html><body>{_rewritten(markup)}</body></html>", parser)
    if root is None:
        return None
    depth = 0
    hidden = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise _TooComplex
        if event == "start" and element.attrib and not _is_shown(element):
            hidden.append(element)
    for element in hidden:
        _take_out(element)
    return root


def _rewritten(markup: str) -> str:
    try:
        tokens = list(html_tags.tokens(markup))
    except html_tags.TooManyTags as many:
        raise _TooComplex from many
    sheet = Sheet()
    for kind, text, _attributes in tokens:
        if kind == "css":
            sheet.add(text)
    out = []
    for kind, text, attributes in tokens:
        if kind == "text":
            out.append(text)
        elif kind == "end":
            out.append("</div>" if text == "body" else f"</{text}>")
        elif kind == "start":
            style = sheet.style_of(text, attributes.get("class", ""), attributes.get("style", ""))
            if style:
                attributes["style"] = style
            out.append(html_tags.written("div" if text == "body" else text, attributes))
    return "".join(out)


def _is_shown(element: Any) -> bool:
    """Whether an element is meant to be seen. Addresses inside the mail (cid, data) are kept for images only."""
    for name in ("href", "cite"):
        if _INSIDE.match(element.get(name, "")):
            del element.attrib[name]
    source = element.get("src", "")
    if _INSIDE.match(source) and not source.lower().startswith("cid:") and not _IMAGE_DATA.match(source):
        del element.attrib["src"]
    style = element.get("style")
    return not style or _HIDDEN_STYLE.search(style) is None


def _take_out(element: Any) -> None:
    """Removes an element, but not the text after it."""
    parent = element.getparent()
    if parent is None or element.tag == "body":
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def crude_text(markup: str) -> str:
    """Text by leaving out everything between angle brackets; for HTML that no parser should see."""
    text = entities.unescape(_MARKUP.sub(" ", _without_hidden(markup)))
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _without_hidden(markup: str) -> str:
    """Leaves out scripts, styles, titles and comments. What never ends is looked for once: the time stays linear."""
    shown: list[str] = []
    endless: set[str] = set()
    position = 0
    for found in _HIDDEN.finditer(markup):
        name = found[1].lower()
        if found.start() < position or name in endless:
            continue
        end = _ENDS[name].search(markup, found.end())
        if end is None:
            endless.add(name)
            continue
        shown.append(markup[position : found.start()])
        position = end.end()
    return " ".join([*shown, markup[position:]])


def from_text(text: str) -> str:
    """Plain text as HTML, for messages that mix both."""
    return "<p>" + entities.escape(text).replace("\n", "<br>") + "</p>"
