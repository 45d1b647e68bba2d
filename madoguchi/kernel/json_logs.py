"""Log lines as JSON. Apart from `logs` so that the library is only loaded where lines are written as JSON."""

import json
import logging
from datetime import UTC, datetime

from pythonjsonlogger.json import JsonFormatter as Base

from madoguchi.kernel.logs import AccessRecord, masked

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


class JsonFormatter(Base):
    """time, level, logger, message, request_id and what the line adds, masked."""

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
            json_ensure_ascii=False,
        )

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """The time in UTC to the millisecond."""
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def format(self, record: logging.LogRecord) -> str:
        """One line, masked."""
        if isinstance(record, AccessRecord):
            head = {"time": self.formatTime(record), "level": "INFO", "logger": record.name}
            return _ENCODE({**head, **record.facts})
        return masked(super().format(record))
