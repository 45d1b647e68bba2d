"""The labelled mails of this folder. A text case marks every line; its reply is what the n| lines say."""

from dataclasses import dataclass
from pathlib import Path

from tests.channels.folding import html_first, html_later

FOLDER = Path(__file__).parent
LABELS = {"n": "new", "q": "quote", "s": "signature"}


@dataclass(frozen=True)
class Case:
    """One mail: `text` or `html`, and what of it is newly written. `labels` name the lines of a text."""

    name: str
    text: str
    html: str
    reply: str
    labels: tuple[str, ...] = ()


def cases(language: str) -> list[Case]:
    """All cases of "japanese" or "international"."""
    found = [case for path in sorted(FOLDER.glob(f"{language}_*.txt")) for case in _read(path)]
    for module in (html_first, html_later):
        mails: dict[str, tuple[str, str]] = getattr(module, language.upper())
        found += [Case(f"html, {name}", "", markup, reply) for name, (markup, reply) in mails.items()]
    return found


def tidy(text: str) -> str:
    """The lines of `text` that hold words, with single spaces: how far apart they stand is not the question here."""
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def _read(path: Path) -> list[Case]:
    found: list[Case] = []
    for block in path.read_text(encoding="utf-8").split("\n[")[1:]:
        name, _end, body = block.partition("]\n")
        lines = body.strip("\n").split("\n")
        while lines and lines[-1] == "":
            lines.pop()
        assert all(line[1:2] == "|" and line[0] in LABELS for line in lines), (path.name, name)
        labels = tuple(LABELS[line[0]] for line in lines)
        texts = [line[2:] for line in lines]
        new = [text for text, label in zip(texts, labels, strict=True) if label == "new"]
        topic = path.stem.partition("_")[2]
        found.append(Case(f"{topic}, {name}", "\n".join(texts), "", tidy("\n".join(new)), labels))
    return found
