"""Business seconds for many durations: the default hours are looked up once, not once a duration."""

from datetime import datetime

from madoguchi.calendars.queries import current_version_id
from madoguchi.calendars.time import business_seconds


class BusinessClock:
    """Counts by the hours a ticket was opened under, else by today's default ones."""

    def __init__(self) -> None:
        self.default = current_version_id(None)

    def between(self, version_id: int | None, start: datetime, end: datetime) -> int:
        """Business seconds in [start, end); without any hours every second counts."""
        chosen = version_id or self.default
        if chosen is None:
            return int((end - start).total_seconds())
        return business_seconds(chosen, start, end)
