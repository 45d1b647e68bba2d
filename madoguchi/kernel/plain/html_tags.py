"""Tags of foreign HTML, found as a browser finds them and written anew in one plain form, in linear time.

Comments, scripts and everything that is not asked for is gone afterwards, and what a later parser sees holds nothing
that parsers disagree about. Not for: safety against scripts (the sanitiser does that), nesting (the tree does that).
"""

import re
from collections.abc import Iterator
from itertools import islice

MOST_TAGS = 60_000
MOST_ATTRIBUTES = 40
_TAG = re.compile(
    r"</?([A-Za-z][^\s/>]*+)"
    r"((?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>\"'][^\s>]*+)?)?)*+)[\s/]*+>?"
)
_ATTRIBUTE = re.compile(r"([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"?|'([^']*+)'?|([^\s>\"'][^\s>]*+))?)?")
_COMMENT_END = re.compile(r"--!?>")
_UNSEEN = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript", "template")
_ENDS = {
    name: re.compile(rf"</{name}(?=[\s/>])[^>]*+>?", re.IGNORECASE) for name in (*_UNSEEN, "svg", "math", "select")
}
_KEPT_TAGS = (
    "a abbr acronym b bdi bdo big blockquote body br caption center cite code col colgroup dd del dfn div dl dt em "
    "font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q rp rt ruby s samp section article "
    "small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var wbr"
)
_KEPT_ATTRIBUTES = (
    "style class id name align dir lang title width height bgcolor valign href src alt colspan rowspan nowrap scope "
    "border cellpadding cellspacing color size face start type span cite"
)
KEPT = frozenset(_KEPT_TAGS.split())
_ATTRIBUTES = frozenset(_KEPT_ATTRIBUTES.split())
Attributes = dict[str, str]


class TooManyTags(Exception):
    """More tags than any mail that people write."""


def tokens(markup: str) -> Iterator[tuple[str, str, Attributes]]:
    """Pieces in their order: ("text", text, {}), ("start", name, attributes), ("end", name, {}), ("css", rules, {}).

    Text and values keep their entities; text holds no "<". Raises TooManyTags.
    """
    position, count = 0, 0
    endless: set[str] = set()
    while (at := markup.find("<", position)) >= 0:
        if at > position:
            yield "text", markup[position:at], {}
        count += 1
        if count > MOST_TAGS:
            raise TooManyTags
        follows = markup[at + 1 : at + 2]
        if follows in ("!", "?"):
            position = _after_comment(markup, at, endless)
            continue
        found = _TAG.match(markup, at)
        if found is None:
            if follows == "/":
                position = _after_comment(markup, at, endless)
            else:
                yield "text", "&lt;", {}
                position = at + 1
            continue
        name = found[1].lower()
        position = found.end()
        if follows == "/":
            yield "end", name, {}
        elif name in _ENDS and name not in endless:
            end = _ENDS[name].search(markup, position)
            if end is None:
                endless.add(name)
                continue
            if name == "style":
                yield "css", markup[position : end.start()], {}
            position = end.end()
        elif name in KEPT:
            yield "start", name, _attributes(found[2]) if found[2] else {}
    yield "text", markup[position:], {}


def _after_comment(markup: str, at: int, endless: set[str]) -> int:
    """Where a comment, declaration or nonsense ends. One that never ends hides nothing."""
    if markup.startswith("<!--", at):
        if markup.startswith((">", "->"), at + 4):
            return markup.index(">", at) + 1
        end = None if "comment" in endless else _COMMENT_END.search(markup, at + 4)
        if end is None:
            endless.add("comment")
            return at + 4
        return end.end()
    close = -1 if ">" in endless else markup.find(">", at)
    if close < 0:
        endless.add(">")
        return at + 2
    return close + 1


def _attributes(text: str) -> Attributes:
    found: Attributes = {}
    for match in islice(_ATTRIBUTE.finditer(text), MOST_ATTRIBUTES):
        name = match[1].lower()
        if name in _ATTRIBUTES and name not in found:
            found[name] = match[2] or match[3] or match[4] or ""
    return found


def written(name: str, attributes: Attributes) -> str:
    """One start tag, every value in double quotes."""
    if not attributes:
        return f"<{name}>"
    values = (f'{key}="{_quoted(value)}"' for key, value in attributes.items())
    return f"<{name} {' '.join(values)}>"


def _quoted(value: str) -> str:
    return value.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
