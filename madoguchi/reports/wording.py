"""Figures as texts in the active language, and texts that a spreadsheet will not take for formulas."""

from django.utils.translation import gettext as _

from madoguchi.reports.figures import Figure
from madoguchi.reports.registry import Kpi, Unit

_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "−", "＠", "\t", "\r", "\n")


def value_text(kpi: Kpi, figure: Figure) -> str:
    """A figure as people read it: 1,204, 12.5 % or 2 h 05 min; a dash when there is none."""
    if figure.value is None:
        return "–"
    if kpi.unit is Unit.RATE:
        return f"{figure.value * 100:.1f}%"
    if kpi.unit is Unit.SECONDS:
        return duration_text(figure.value)
    return f"{int(figure.value):,}"


def duration_text(seconds: float) -> str:
    """A duration in its two largest useful parts: days and hours, hours and minutes, minutes, or seconds."""
    whole = round(seconds)
    if whole < 60:
        return _("%(seconds)s s") % {"seconds": whole}
    minutes = round(seconds / 60)
    if minutes < 60:
        return _("%(minutes)s min") % {"minutes": minutes}
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return _("%(hours)s h %(minutes)02d min") % {"hours": hours, "minutes": minutes}
    return _("%(days)s d %(hours)s h") % {"days": hours // 24, "hours": hours % 24}


def spreadsheet_safe(text: str) -> str:
    """`text` with a quote before it when a spreadsheet would run it as a formula (security case 31)."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
