"""The floor's own templates environment: the same files, translations as a dictionary, filters without a framework."""

from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_eval_context
from markupsafe import Markup
from place import ROOT

TOKYO = ZoneInfo("Asia/Tokyo")
WEEKDAYS = "月火水木金土日"


class FloorEnvironment(Environment):
    """Rows are dictionaries."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def environment() -> Environment:
    """Everything the desk's templates ask for, in Japanese."""
    from madoguchi.web import rendering

    env = FloorEnvironment(
        loader=FileSystemLoader(ROOT / "madoguchi" / "web" / "templates"),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(_text, _number_text, newstyle=True)  # type: ignore[attr-defined]
    product = rendering._environment()
    env.filters.update({name: found for name, found in product.filters.items() if name not in env.filters})
    env.filters.update(ago=ago, when=when, iso=iso)
    env.globals.update({name: found for name, found in product.globals.items() if name not in env.globals})
    env.globals.update(_=translated, gettext=translated, pgettext=translated_in)
    return env


@pass_eval_context
def translated(_context: Any, text: str, /, **places: Any) -> Markup:
    """The text in Japanese."""
    found = _ready(None, text)
    return found % places if places else found


@pass_eval_context
def translated_in(_context: Any, meaning: str, text: str, /, **places: Any) -> Markup:
    """The text in Japanese, in one meaning."""
    found = _ready(meaning, text)
    return found % places if places else found


@cache
def _ready(meaning: str | None, text: str) -> Markup:
    from django.utils import translation

    with translation.override("ja"):
        return Markup(translation.gettext(text) if meaning is None else translation.pgettext(meaning, text))


def _text(text: str) -> str:
    return _ready(None, text)


def _number_text(one: str, many: str, number: int) -> str:
    from django.utils import translation

    with translation.override("ja"):
        return translation.ngettext(one, many, number)


def ago(at: datetime | None) -> str:
    """As web.times.ago writes it."""
    if at is None:
        return ""
    seconds = (datetime.now(UTC) - at).total_seconds()
    if 0 <= seconds < 7 * 86_400:
        for limit, size, text in (
            (60, 60, "just now"),
            (3600, 60, "%(count)d min ago"),
            (86_400, 3600, "%(count)d h ago"),
            (7 * 86_400, 86_400, "%(count)d d ago"),
        ):
            if seconds < limit:
                return _ready(None, text) % {"count": int(seconds // size)}
    local = at.astimezone(TOKYO)
    if local.year == datetime.now(TOKYO).year:
        return f"{local.month}月{local.day}日"
    return f"{local.year}/{local.month:02}/{local.day:02}"


def when(at: datetime | None) -> str:
    """As web.times.when writes it."""
    if at is None:
        return ""
    local = at.astimezone(TOKYO)
    day = f"{local.year}/{local.month:02}/{local.day:02}({WEEKDAYS[local.weekday()]})"
    return f"{day} {local.hour:02}:{local.minute:02}"


def iso(at: datetime | None) -> str:
    """For <time datetime>."""
    return at.isoformat(timespec="seconds") if at else ""
