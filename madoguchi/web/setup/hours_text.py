"""Business hours as people type them: `9:00-12:00, 13:00-18:00`, and back. Widths and wave dashes do not matter."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

Slots = list[list[str]]
_SLOT = re.compile(r"(\d{1,2})(?::(\d{2}))?-(\d{1,2})(?::(\d{2}))?")
_DASHES = str.maketrans(dict.fromkeys("~〜～–—−ー‐", "-"))
_DAY = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})\s*(.*)")
CLOSED = frozenset({"", "-", "closed", "休", "休み", "休業"})


def read_slots(text: str) -> Slots:
    """The slots of one day; empty, “closed” or 休業 means none. Raises ValidationError."""
    plain = "".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split()).lower()
    if plain in CLOSED:
        return []
    return [_slot(part) for part in re.split(r"[,、;]", plain) if part]


def write_slots(slots: Slots) -> str:
    """The slots as one types them."""
    return ", ".join(f"{start}-{end}" for start, end in slots)


def read_days(text: str) -> dict[str, Slots]:
    """Special days, one a line: `2026-12-29` or, for every year, `12-29`, then slots or nothing for closed."""
    days: dict[str, Slots] = {}
    for line in unicodedata.normalize("NFKC", text).splitlines():
        line = line.strip().replace("/", "-")
        if not line:
            continue
        found = _DAY.fullmatch(line)
        if found is None:
            raise ValidationError(_("This is not a day: %(line)s") % {"line": line[:60]})
        year, month, day, rest = found.groups()
        name = f"{int(month):02}-{int(day):02}"
        days[f"{year}-{name}" if year else name] = read_slots(rest)
    return days


def write_days(days: dict[str, Slots]) -> str:
    """Special days as one types them."""
    return "\n".join(f"{day} {write_slots(slots) or _('closed')}" for day, slots in sorted(days.items()))


def _slot(part: str) -> list[str]:
    found = _SLOT.fullmatch(part)
    if found is None:
        raise ValidationError(_("“%(part)s” is not a span of time. Write it like 9:00-12:00.") % {"part": part[:40]})
    start_hour, start_minute, end_hour, end_minute = found.groups()
    return [f"{int(start_hour):02}:{start_minute or '00'}", f"{int(end_hour):02}:{end_minute or '00'}"]
