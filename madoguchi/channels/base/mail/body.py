"""From leaves to what people see: the text, the HTML, the files."""

import re
from dataclasses import dataclass, field

from madoguchi.channels.base.mail import charset, flowed, limits, params
from madoguchi.channels.base.mail import headers as fields
from madoguchi.channels.base.mail.structure import Part, Tree
from madoguchi.kernel.plain import html
from madoguchi.kernel.plain.messages import FilePart

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_ENDINGS = {
    "text/calendar": "ics",
    "message/rfc822": "eml",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "application/pdf": "pdf",
    "text/html": "html",
    "text/plain": "txt",
    "application/ms-tnef": "dat",
}
_SILENT = frozenset({"message/delivery-status", "message/disposition-notification", "message/feedback-report"})
_LOCKED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})


@dataclass(slots=True)
class Body:
    """What a message says. `text` is whole, `html` sanitised."""

    text: str = ""
    html: str = ""
    files: list[FilePart] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def assemble(tree: Tree) -> Body:
    """Chooses text and HTML among the leaves; the rest become files."""
    body = Body(warnings=list(tree.warnings))
    groups: dict[tuple[int, str] | int, list[tuple[str, str]]] = {}
    for number, leaf in enumerate(tree.leaves):
        if _is_text(leaf):
            choice = next((step for step in leaf.path if step[1] == "multipart/alternative"), number)
            groups.setdefault(choice, []).append((leaf.type, decode_text(leaf)))
        elif leaf.type not in _SILENT:
            _add_file(body, leaf, number)
    texts: list[str] = []
    markups: list[str] = []
    for found in groups.values():
        plain = "\n".join(text for media, text in found if media != "text/html").strip("\n")
        markup = "\n".join(text for media, text in found if media == "text/html")
        if not plain.strip() and markup.strip():
            plain = html.to_text(markup)
        texts.append(plain)
        markups.append(markup or html.from_text(plain))
    body.text = _cap("\n\n".join(text for text in texts if text.strip()), body.warnings)
    if any(media == "text/html" for found in groups.values() for media, _text in found):
        body.html, warning = html.sanitise("\n".join(markups))
        if warning:
            body.warnings.append(warning)
    return body


def _is_text(leaf: Part) -> bool:
    if leaf.type not in ("text/plain", "text/html") and not (leaf.type == "text/enriched" or leaf.type == "text"):
        return False
    return leaf.disposition != "attachment" and not leaf.name


def decode_text(leaf: Part) -> str:
    """The text of a leaf in its charset, with LF line ends and soft lines joined."""
    content = leaf.content[: limits.TEXT_BYTES]
    label = leaf.params.get("charset", "")
    if leaf.type == "text/html" and (not label or label.lower() in ("us-ascii", "ascii") or not charset.known(label)):
        meta = _META.search(content[:4096])
        label = meta.group(1).decode("ascii") if meta else label
    text = charset.decode(content, label).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if leaf.params.get("format", "").lower() == "flowed" and leaf.type == "text/plain":
        text = flowed.unflow(text, delsp=leaf.params.get("delsp", "").lower() == "yes")
    return text


def _cap(text: str, warnings: list[str]) -> str:
    if len(text) > limits.TEXT_CHARS:
        warnings.append("text_capped")
        text = text[: limits.TEXT_CHARS]
    return text.strip("\n").rstrip()


def _add_file(body: Body, leaf: Part, number: int) -> None:
    if len(body.files) >= limits.FILES:
        if "files_capped" not in body.warnings:
            body.warnings.append("files_capped")
        return
    if leaf.type in _LOCKED or (leaf.path and leaf.path[-1][1] == "multipart/encrypted"):
        body.warnings.append("encrypted")
    if leaf.type == "application/ms-tnef":
        body.warnings.append("tnef")
    name = leaf.name or _invented_name(leaf, number)
    body.files.append(FilePart(name, leaf.type[:100], leaf.content, leaf.content_id))


def _invented_name(leaf: Part, number: int) -> str:
    ending = _ENDINGS.get(leaf.type, "bin")
    if leaf.type == "message/rfc822":
        inner, _rest = fields.split(leaf.content)
        subject = re.sub(r"[/\\:*?\"<>|\x00-\x1f]", " ", inner.text("subject")).strip()
        if subject:
            return params.shorten(f"{subject}.eml")
    return f"{leaf.type.split('/')[0]}-{number + 1}.{ending}"
