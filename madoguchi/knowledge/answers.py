"""From Markdown to safe HTML: no raw HTML in, and the result is cleaned again by a parser.

Not for: mail bodies (the mail adapter cleans those with stricter rules).
"""

from functools import cache

import nh3
from markdown_it import MarkdownIt

_TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "strong", "em", "s", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "a", "table", "thead", "tbody", "tr", "th", "td"),
}


def to_html(markdown: str) -> str:
    """Safe HTML of an answer; headings begin at level 2, links leave without a referrer, images are not shown."""
    rendered = _renderer().render(markdown)
    return nh3.clean(
        rendered,
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )


@cache
def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20}).enable(
        ["table", "strikethrough"]
    )
    renderer.disable("image")
    renderer.core.ruler.push("begin_at_level_two", _lower_headings)
    return renderer


def _lower_headings(state: object) -> None:
    for token in state.tokens:  # type: ignore[attr-defined]
        if token.type in ("heading_open", "heading_close"):
            level = min(4, int(token.tag[1]) + 1)
            token.tag = f"h{level}"
