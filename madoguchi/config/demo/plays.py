"""The plays: what happens in a kind of conversation, read from the text files in plays/.

A play begins with `== name`, then lines of `key: value`, then steps in brackets. Texts that may stand in for each other
are parted by a line with a single slash. A number after a step is its chance in per cent; without it, it is certain.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

_FOLDER = Path(__file__).parent / "plays"
_STEP = re.compile(r"^\[(\w+)((?: [@\w]+)*)\](?: (.+))?$")


@dataclass(frozen=True, slots=True)
class Step:
    """One act: what kind, the words beside it, its texts, its chance in per cent."""

    kind: str
    words: tuple[str, ...]
    value: str
    texts: tuple[str, ...]
    chance: int


@dataclass(slots=True)
class Play:
    """A kind of conversation. `ends` names an unusual ending (spam, bin, merge, link, bounce, reopened)."""

    name: str
    team: str = "support"
    category: str = ""
    language: str = "ja"
    ends: str = ""
    weight: int = 1
    priority: int = 2
    business: bool = False
    tags: tuple[str, ...] = ()
    subjects: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def read_all() -> list[Play]:
    """Every play, in a fixed order."""
    found = []
    for path in sorted(_FOLDER.glob("*.txt")):
        for part in re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            found.append(_play(part))
    return found


def _play(part: str) -> Play:
    name, _, rest = part.partition("\n")
    head, *steps = re.split(r"^(?=\[)", rest, flags=re.MULTILINE)
    play = Play(name.strip())
    for line in head.strip().splitlines():
        key, _, value = line.partition(": ")
        if key == "subject":
            play.subjects.append(value)
        elif key in ("weight", "priority"):
            setattr(play, key, int(value))
        elif key == "business":
            play.business = value == "yes"
        elif key == "tags":
            play.tags = tuple(tag.strip() for tag in value.split(","))
        else:
            setattr(play, key, value)
    play.steps = [_step(step) for step in steps]
    return play


def _step(text: str) -> Step:
    line, _, body = text.partition("\n")
    match = _STEP.match(line.strip())
    if match is None:
        raise ValueError(f"not a step: {line}")
    value = match[3] or ""
    chance = int(value) if value.isdigit() and match[1] not in ("priority",) else 100
    texts = tuple(part.strip() for part in re.split(r"^/$", body, flags=re.MULTILINE) if part.strip())
    return Step(match[1], tuple(match[2].split()), value, texts, chance)
