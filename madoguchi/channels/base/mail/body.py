"""From leaves to what people see: the text, the HTML, the files."""

import re
from dataclasses import dataclass, field

from madoguchi.channels.base.mail import charset, charset_labels, flowed, limits, naming, sealed
from madoguchi.channels.base.mail.structure import Part, Tree
from madoguchi.kernel.plain import html
from madoguchi.kernel.plain.html_tags import MOST_TAGS
from madoguchi.kernel.plain.messages import FilePart

_META = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_ENRICHED = re.compile(r"<(<)|<(?:param>[^<]{0,200}</param|/?[a-z-]{1,30})>", re.IGNORECASE)
_TEXTS = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext"})
_SILENT = frozenset(
    {
        *("message/delivery-status", "message/global-delivery-status", "message/disposition-notification"),
        *("message/feedback-report", "text/x-amp-html", "text/watch-html", "application/applefile"),
    }
)
_SAID = {
    "message/partial": "partial",
    "message/external-body": "external_body",
}


@dataclass(slots=True)
class Body:
    """What a message says. `text` is whole, `html` sanitised. `hints` say by line what the HTML marked as quoted."""

    text: str = ""
    html: str = ""
    files: list[FilePart] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    hints: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Choice:
    """The texts between which a reader may choose: plain ones and HTML ones."""

    plain: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)


def assemble(tree: Tree) -> Body:
    """Chooses text and HTML among the leaves; the rest become files."""
    body = Body(warnings=list(tree.warnings))
    choices: dict[tuple[int, str] | int, _Choice] = {}
    room = limits.TEXT_BYTES
    for number, leaf in enumerate(tree.leaves):
        if _is_text(leaf, number) and room > 0:
            room -= len(leaf.content)
            key = next((step for step in leaf.path if step[1] == "multipart/alternative"), number)
            choice = choices.setdefault(key, _Choice())
            (choice.markup if leaf.type == "text/html" else choice.plain).append(decode_text(leaf))
        elif leaf.type not in _SILENT:
            _add_file(body, leaf, number)
    if room <= 0:
        body.warnings.append("text_capped")
    _write(body, list(choices.values()))
    return body


def _write(body: Body, choices: list[_Choice]) -> None:
    """Puts the chosen texts one after the other; each HTML is read on its own, all of them within one cap."""
    texts: list[str] = []
    markups: list[str] = []
    tags = 0
    for choice in choices:
        plain = _without_seal("\n".join(choice.plain).strip("\n"), body.warnings)
        markup = "\n".join(choice.markup)
        tags += markup.count("<")
        if tags > MOST_TAGS:
            found = html.Reading(text=html.crude_text(markup), warning="html_too_deep")
        else:
            found = html.read(markup)
        if found.warning:
            body.warnings.append(found.warning)
        if not plain.strip() and not any(text.strip() for text in texts):
            body.hints = found.hints
        texts.append(plain if plain.strip() else found.text)
        markups.append(found.html or html.from_text(texts[-1]))
    body.text = _cap("\n\n".join(text for text in texts if text.strip()), body.warnings)
    if any(choice.markup for choice in choices) and not {"html_too_deep", "html_too_big"} & {*body.warnings}:
        body.html = "\n".join(markups)


def _without_seal(text: str, warnings: list[str]) -> str:
    """The text without the lines of a PGP signature around it."""
    if "-----BEGIN PGP" not in text:
        return text
    if sealed.is_armoured(text):
        warnings.append("encrypted_pgp")
    shown = sealed.without_armour(text)
    if shown is None:
        return text
    warnings.append("signed_pgp")
    return shown


def _is_text(leaf: Part, number: int) -> bool:
    """Whether a leaf is something to read here. The first one may have a name: some programs name the text itself."""
    if leaf.type not in _TEXTS or leaf.disposition == "attachment":
        return False
    return not leaf.name or (number == 0 and "filename" not in leaf.disposition_params)


def decode_text(leaf: Part) -> str:
    """The text of a leaf in its charset, with LF line ends and soft lines joined."""
    content = leaf.content[: limits.TEXT_BYTES]
    label = leaf.params.get("charset", "")
    if leaf.type == "text/html" and charset_labels.meant(label) in ("", "ascii"):
        meta = _META.search(content[:4096])
        label = meta.group(1).decode("ascii") if meta else label
    text = charset.decode(content, label).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if leaf.params.get("format", "").lower() == "flowed" and leaf.type == "text/plain":
        text = flowed.unflow(text, delsp=leaf.params.get("delsp", "").lower() == "yes")
    if leaf.type in ("text/enriched", "text/richtext"):
        text = _ENRICHED.sub(r"\1", text)
    return text


def _cap(text: str, warnings: list[str]) -> str:
    if len(text) > limits.TEXT_CHARS:
        warnings.append("text_capped")
        text = text[: limits.TEXT_CHARS]
    return text.strip("\n").rstrip()


def _add_file(body: Body, leaf: Part, number: int) -> None:
    if len(body.files) >= limits.FILES:
        body.warnings.append("files_capped")
        return
    if _SAID.get(leaf.type):
        body.warnings.append(_SAID[leaf.type])
    name = leaf.name or naming.invented(leaf, number)
    body.files.append(FilePart(name, leaf.type[:100], leaf.content, leaf.content_id))
