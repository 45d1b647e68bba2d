"""Logging: one JSON object a line, plain text on a terminal; every line of a request carries its id; no secrets.

Not for: what an installation must be able to prove (that is the audit of people).
"""

import logging
import re
import sys
import time
from contextvars import ContextVar
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")
_SECRET_NAME = re.compile(r"pass|secret|token|authorization|cookie|api_?key|credential", re.IGNORECASE)
_SECRET_TEXT = re.compile(
    r"((?:pass(?:word)?|secret|token|ticket|authorization|cookie|api_?key|sessionid)[\"']?\s?[:=]\s?[\"']?(?:Bearer\s)?)"
    r"[^\s&'\",;}]+|(://[^/\s:@]+:)[^@\s/]+(?=@)",
    re.IGNORECASE,
)

_BLANK = logging.makeLogRecord({"name": "madoguchi.access", "levelno": logging.INFO, "levelname": "INFO"}).__dict__
_ORDINARY = frozenset(_BLANK)


class AccessRecord(logging.LogRecord):
    """One answered request. Built without asking for line, thread and process, because there is one for every page."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.__dict__.update(_BLANK)
        self.created = time.time()
        self.msecs = self.created % 1 * 1000
        self.facts = facts

    def getMessage(self) -> str:
        """The line for people at a terminal."""
        return "{method} {path} {status} {milliseconds} ms".format_map(self.facts)


class RequestFilter(logging.Filter):
    """Adds the request's id and masks what looks like a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record pass."""
        if isinstance(record, AccessRecord):
            return True
        if found := request_id.get():
            record.request_id = found
        for name in record.__dict__:
            if name not in _ORDINARY and _SECRET_NAME.search(name):
                record.__dict__[name] = "***"
        return True


def masked(text: str) -> str:
    """The text with everything that looks like a secret's value replaced by stars."""
    return _SECRET_TEXT.sub(lambda found: f"{found[1] or found[2]}***", text)


class PlainFormatter(logging.Formatter):
    """For people at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, masked."""
        return masked(super().format(record))


def configuration(*, level: str = "INFO") -> dict[str, Any]:
    """The logging settings: everything to standard error, as JSON unless that is a terminal."""
    plain = sys.stderr.isatty()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request": {"()": "madoguchi.kernel.logs.RequestFilter"}},
        "formatters": {
            "plain": {
                "()": "madoguchi.kernel.logs.PlainFormatter",
                "format": "%(asctime)s %(levelname)-7s %(name)s: %(message)s",
                "datefmt": "%H:%M:%S",
            },
            "json": {"()": "madoguchi.kernel.json_logs.JsonFormatter"},
        },
        "handlers": {
            "error_stream": {
                "class": "logging.StreamHandler",
                "filters": ["request"],
                "formatter": "plain" if plain else "json",
            }
        },
        "root": {"handlers": ["error_stream"], "level": "WARNING"},
        "loggers": {
            "madoguchi": {"level": level},
            "uvicorn.error": {"level": "WARNING"},
            "django.request": {"level": "ERROR"},
            "mail.log": {"level": "ERROR"},
        },
    }
