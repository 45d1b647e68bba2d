"""HTML from outside: sanitised with caps first (a deep one took a sanitiser 21 s), and made into text for people."""

import html as entities
import re
from collections import Counter

import nh3
from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig

LONGEST = 2 * 1024 * 1024
DEEPEST = 120
MOST_TAGS = 60_000
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_LEAF = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"),
        *("p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead"),
    }
)
_MARKUP = re.compile(r"<[^<>]{0,2000}>")
_HIDDEN = re.compile(r"<(!--|(?:script|style|head|title)\b)", re.IGNORECASE)
_ENDS = {
    "!--": re.compile("-->"),
    **{name: re.compile(f"</{name}[^<>]{{0,200}}>?", re.IGNORECASE) for name in ("script", "style", "head", "title")},
}
_TAGS = nh3.ALLOWED_TAGS | {"font", "center", "u", "big", "section", "article", "main", "header", "footer"}
_TAGS -= {"map", "area"}
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
_STYLES = {
    *("color", "background-color", "font-weight", "font-style", "font-size", "font-family", "line-height"),
    *("text-align", "text-decoration", "text-indent", "vertical-align", "white-space", "word-break"),
    *("width", "height", "max-width", "min-width", "border-collapse", "border-spacing"),
    *(f"{box}-{side}" for box in ("margin", "padding", "border") for side in ("top", "right", "bottom", "left")),
    *("margin", "padding", "border", "border-color", "border-style", "border-width", "border-radius"),
}
_CONFIG = ParserConfig(css=CSS_PROFILES["strict"].copy())


def sanitise(markup: str) -> tuple[str, str]:
    """Safe HTML, and a warning code or empty. What is too deep or too big comes back empty with the reason."""
    if not markup:
        return "", ""
    if len(markup) > LONGEST:
        return "", "html_too_big"
    if too_deep(markup):
        return "", "html_too_deep"
    return _clean(markup), ""


def _clean(markup: str) -> str:
    return nh3.clean(
        markup,
        tags=_TAGS,
        clean_content_tags={"script", "style", "title", "noscript", "template", "iframe", "object", "svg", "math"},
        attributes=_ATTRIBUTES,
        filter_style_properties=_STYLES,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    ).strip()


def too_deep(markup: str) -> bool:
    """Whether open tags pile up beyond the caps; a plain linear count, made before any real parser sees it.

    An end without a beginning closes nothing: counted as a step up it would hide any depth.
    """
    depth = 0
    unclosed: Counter[str] = Counter()
    for number, tag in enumerate(_TAG.finditer(markup)):
        if number > MOST_TAGS:
            return True
        name = tag.group(2).lower()
        if name in _LEAF or (tag.group(1) and not unclosed[name]):
            continue
        step = -1 if tag.group(1) else 1
        unclosed[name] += step
        depth += step
        if depth > DEEPEST:
            return True
    return False


def to_text(markup: str) -> str:
    """The text a person would read, table columns kept. What is too deep is stripped of its tags only."""
    if len(markup) > LONGEST or too_deep(markup):
        return crude_text(markup[:LONGEST])
    try:
        text = get_text(markup, _CONFIG)
    except (ValueError, TypeError, AssertionError, RecursionError, LookupError):
        return crude_text(markup)
    return "\n".join(line.rstrip() for line in text.replace("\xa0", " ").split("\n")).strip("\n")


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
