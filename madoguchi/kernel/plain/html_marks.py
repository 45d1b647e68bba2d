"""Names by which mail programs mark, in their HTML, where a quote or a signature begins. They outlive sanitising.

`head`: the line above a quote, its quoted lines follow in a blockquote. `rest`: from here on everything is quoted.
"""

import re
from typing import Any

CLASSES = {
    "gmail_quote": "head",
    "gmail_attr": "head",
    "moz-cite-prefix": "head",
    "protonmail_quote": "head",
    "freshdesk_quote": "head",
    "tutanota_quote": "head",
    "yahoo_quoted": "rest",
    "zmail_extra": "rest",
    "front-blockquote": "rest",
    "gmail_signature": "signature",
    "gmail_signature_prefix": "signature",
    "moz-signature": "signature",
    "protonmail_signature_block": "signature",
    "tutanota_signature": "signature",
}
IDS = {
    "appendonsend": "rest",
    "divRplyFwdMsg": "rest",
    "mail-editor-reference-message-container": "rest",
    "OLK_SRC_BODY_SECTION": "rest",
    "isReplyContent": "head",
    "blockquote_zmail": "head",
    "Signature": "signature",
    "ms-outlook-mobile-signature": "signature",
    "composer_signature": "signature",
    "AppleMailSignature": "signature",
}
IDS |= {f"x_{name}": hint for name, hint in IDS.items()}
NAMES = {"quote": "rest"}
MARKED_TAGS = ("div", "span", "blockquote", "p", "td", "pre", "section")
KEPT_CLASSES = {tag: set(CLASSES) for tag in MARKED_TAGS}
KEPT_VALUES: dict[str, dict[str, set[str]]] = {tag: {"id": set(IDS), "name": set(NAMES)} for tag in MARKED_TAGS}
KEPT_VALUES["blockquote"]["type"] = {"cite"}
_BORDER = re.compile(r"border(-left)?\s*:(?!\s*(none|0))", re.IGNORECASE)


def hint_of(element: Any) -> str:
    """What an lxml element begins: "head", "rest", "signature", or nothing."""
    found = IDS.get(element.get("id") or "") or NAMES.get(element.get("name") or "", "")
    if found:
        return found
    classes = element.get("class")
    return next((CLASSES[one] for one in classes.split() if one in CLASSES), "") if classes else ""


def is_quote(element: Any) -> bool:
    """Whether a blockquote holds quoted mail; programs also draw a mere indentation with the element."""
    if element.get("type") == "cite" or element.get("cite"):
        return True
    style = element.get("style") or ""
    return bool(_BORDER.search(style)) or ("quote" in (element.get("class") or "") and "border" not in style)
