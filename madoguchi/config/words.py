"""Translations for the command line, read from config's own catalogue without starting Django.

The language is MADOGUCHI_LANGUAGE (ja, en), else the one of LC_ALL, LC_MESSAGES or LANG, else English. The words of the
command line library itself ("Usage", "Options") come from the same catalogue.
"""

import gettext as catalogues
import os
from pathlib import Path

_LOCALE = Path(__file__).resolve().parent / "locale"


def language() -> str:
    """The two letters of the language the command line speaks: ja or en."""
    for name in ("MADOGUCHI_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "ja" if value.lower().startswith("ja") else "en"
    return "en"


os.environ["LANGUAGE"] = language()
catalogues.bindtextdomain("django", _LOCALE)
catalogues.textdomain("django")
_catalogue = catalogues.translation("django", _LOCALE, [language()], fallback=True)


def gettext(message: str) -> str:
    """The text in the language of the command line."""
    return _catalogue.gettext(message)
