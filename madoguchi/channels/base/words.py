"""Text in both languages that travels with an adapter's file, so that one file is a whole channel."""

from collections.abc import Callable
from dataclasses import dataclass


def _english() -> str:
    return "en"


_current_language: Callable[[], str] = _english


def follow(function: Callable[[], str]) -> None:
    """Lets `str(words)` follow the language that `function` tells (the app connects Django's active language)."""
    global _current_language
    _current_language = function


@dataclass(frozen=True, slots=True)
class Words:
    """One text in English and Japanese. `str()` gives the active language."""

    en: str
    ja: str

    def say(self, language: str) -> str:
        """The text in `language` ("ja", anything else is English)."""
        return self.ja if language.startswith("ja") else self.en

    def __str__(self) -> str:
        return self.say(_current_language() or "en")
