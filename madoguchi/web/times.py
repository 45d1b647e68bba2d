"""Times as people read them on a page, in the active time zone and language."""

from datetime import date, datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from madoguchi.kernel import clock

_WEEKDAYS_JA = "月火水木金土日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def ago(at: datetime | None) -> str:
    """“3 minutes ago” within a day, the date without the year within the year, else the whole date."""
    if at is None:
        return ""
    seconds = (clock.now() - at).total_seconds()
    if seconds < 0:
        return when(at)
    if seconds < 60:
        return _("just now")
    if seconds < 3600:
        return _("%(count)d min ago") % {"count": int(seconds // 60)}
    if seconds < 86400:
        return _("%(count)d h ago") % {"count": int(seconds // 3600)}
    if seconds < 7 * 86400:
        return _("%(count)d d ago") % {"count": int(seconds // 86400)}
    return day(at)


def when(at: datetime | None) -> str:
    """Date, weekday and time: 2026/11/21(土) 14:05, or 21 Nov 2026 14:05."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    if _japanese():
        date_ja = f"{local.year}/{local.month:02}/{local.day:02}"
        return f"{date_ja}({_WEEKDAYS_JA[local.weekday()]}) {local.hour:02}:{local.minute:02}"
    return f"{local.day} {_MONTHS_EN[local.month - 1]} {local.year} {local.hour:02}:{local.minute:02}"


def day(at: datetime | date | None) -> str:
    """The date; without the year while it is the current one."""
    if at is None:
        return ""
    local = timezone.localtime(at) if isinstance(at, datetime) else at
    same_year = local.year == timezone.localtime(clock.now()).year
    if _japanese():
        return f"{local.month}月{local.day}日" if same_year else f"{local:%Y/%m/%d}"
    head = f"{local.day} {_MONTHS_EN[local.month - 1]}"
    return head if same_year else f"{head} {local.year}"


def due(at: datetime | None) -> str:
    """A time to come, short: 11/25(水) 18:00, or Wed 25 Nov 18:00; with the year when it is another one."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    same_year = local.year == timezone.localtime(clock.now()).year
    if _japanese():
        date_ja = f"{'' if same_year else f'{local.year}/'}{local.month}/{local.day}"
        return f"{date_ja}({_WEEKDAYS_JA[local.weekday()]}) {local.hour:02}:{local.minute:02}"
    head = f"{_WEEKDAYS_EN[local.weekday()]} {local.day} {_MONTHS_EN[local.month - 1]}"
    return f"{head}{'' if same_year else f' {local.year}'} {local.hour:02}:{local.minute:02}"


def urgency(at: datetime) -> str:
    """How near a due time is: late, today, or empty for a later day."""
    now = clock.now()
    if at <= now:
        return "late"
    return "today" if timezone.localtime(at).date() == timezone.localtime(now).date() else ""


def iso(at: datetime | None) -> str:
    """For the datetime attribute of <time>."""
    return at.isoformat(timespec="seconds") if at else ""


def local_input(at: datetime | None) -> str:
    """For the value of <input type="datetime-local">."""
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}" if at else ""


def _japanese() -> bool:
    return (translation.get_language() or "ja").startswith("ja")
