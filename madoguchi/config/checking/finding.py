"""What a check has found."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    GOOD = "good"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one thing, and what to do when it is not good."""

    level: Level
    text: str
    advice: str = ""


def good(text: str) -> Finding:
    """All is well."""
    return Finding(Level.GOOD, text)


def warning(text: str, advice: str) -> Finding:
    """It works, but."""
    return Finding(Level.WARNING, text, advice)


def wrong(text: str, advice: str) -> Finding:
    """It does not work."""
    return Finding(Level.WRONG, text, advice)
