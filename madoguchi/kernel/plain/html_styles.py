"""Style sheets inside a mail, brought to the elements they mean: a sheet of its own would reach the page around it.

Outlook's paragraphs have their margins there, newsletters their columns. Only selectors of a tag, a class or both are
followed; rules for other screens (@media) are not.
"""

import re
from dataclasses import dataclass, field

PROPERTIES = frozenset(
    {
        *("color", "background-color", "font-weight", "font-style", "font-size", "font-family", "line-height"),
        *("text-align", "text-decoration", "text-indent", "vertical-align", "white-space", "word-break"),
        *("width", "height", "max-width", "min-width", "border-collapse", "border-spacing"),
        *(f"{box}-{side}" for box in ("margin", "padding", "border") for side in ("top", "right", "bottom", "left")),
        *("margin", "padding", "border", "border-color", "border-style", "border-width", "border-radius"),
    }
)
_FOLLOWED = PROPERTIES | {"display", "mso-hide", "background"}
_LONGEST_SHEET = 200_000
_MOST_RULES = 1000
_LONGEST_STYLE = 2000
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?(?:\.([\w-]+))?(?::link)?", re.IGNORECASE)
_BACKGROUND = re.compile(
    r"\bbackground\s*:\s*(#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\([\d., %]+\))\s*(?=;|\Z|!)", re.IGNORECASE
)
_PLAIN_COLOUR = re.compile(r"#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\([\d., %]+\)", re.IGNORECASE)


@dataclass(slots=True)
class Sheet:
    """Declarations by tag, by class and by both. `room` is how many characters they may still add to the mail."""

    rules: dict[tuple[str, str], str] = field(default_factory=dict)
    room: int = 500_000

    def add(self, css: str) -> None:
        """Takes in the text of one style sheet."""
        css = _COMMENT.sub(" ", css[:_LONGEST_SHEET])
        depth = position = start = 0
        selector = ""
        for brace in re.finditer(r"[{}]", css):
            if brace.group() == "{":
                if depth == 0:
                    selector, start = css[position : brace.start()], brace.end()
                depth += 1
                continue
            depth = max(0, depth - 1)
            if depth == 0:
                self._add_rule(selector.rpartition(";")[2], css[start : brace.start()])
                position, selector = brace.end(), "@"
            if len(self.rules) >= _MOST_RULES:
                return

    def _add_rule(self, selectors: str, block: str) -> None:
        if "@" in selectors or "{" in block:
            return
        declared = wanted(block)
        if not declared:
            return
        for selector in selectors.split(",")[:50]:
            found = _SELECTOR.fullmatch(selector.strip())
            if found is not None and (found[1] or found[2]):
                key = ((found[1] or "").lower(), found[2] or "")
                before = self.rules.get(key, "")
                self.rules[key] = f"{before};{declared}"[-_LONGEST_STYLE:] if before else declared

    def style_of(self, tag: str, classes: str, own: str) -> str:
        """The whole style of an element: rules first, its own last. A background that is a colour is kept as one."""
        if "background" in own:
            own = _BACKGROUND.sub(r"background-color:\1", own)
        if not self.rules or self.room < 0:
            return own
        keys = [(tag, "")]
        names = classes.split()[:10]
        keys += [("", name) for name in names] + [(tag, name) for name in names]
        found = [self.rules[key] for key in keys if key in self.rules]
        if not found:
            return own
        self.room -= sum(map(len, found))
        return ";".join([*found, own])


def wanted(block: str) -> str:
    """The declarations of a block that may count; a plain background becomes its colour."""
    kept = []
    for declaration in block[:5000].split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon or name not in _FOLLOWED or "url" in value.lower() or len(value) > 200:
            continue
        if name == "background":
            if not _PLAIN_COLOUR.fullmatch(value):
                continue
            name = "background-color"
        kept.append(f"{name}:{value}")
    return ";".join(kept).replace('"', "'")
