"""Translation inside templates: each text is looked up once per language and kept ready to print.

Django's own way costs 4 µs a text, and a page prints two hundred. Same results as Jinja2's newstyle gettext.
"""

from typing import Any

from django.utils import translation
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

LANGUAGE = "_language"
MOST = 10_000
_kept: dict[tuple[str, str | None, str], tuple[Markup, Markup]] = {}


def install(env: Environment) -> None:
    """Puts `_`, `gettext` and `pgettext` into the environment, over those of the i18n extension."""
    env.globals.update(_=_gettext, gettext=_gettext, pgettext=_pgettext)


@pass_context
def _gettext(context: Context, text: str, /, **places: Any) -> str:
    return _printed(context, None, text, places)


@pass_context
def _pgettext(context: Context, meaning: str, text: str, /, **places: Any) -> str:
    return _printed(context, meaning, text, places)


def _printed(context: Context, meaning: str | None, text: str, places: dict[str, Any]) -> str:
    language = context.get(LANGUAGE) or translation.get_language() or ""
    plain, template = _kept.get((language, meaning, text)) or _look_up(language, meaning, text)
    if not places:
        return plain
    return template % places if context.eval_ctx.autoescape else str(template) % places


def _look_up(language: str, meaning: str | None, text: str) -> tuple[Markup, Markup]:
    found = translation.gettext(text) if meaning is None else translation.pgettext(meaning, text)
    if len(_kept) >= MOST:
        _kept.clear()
    ready = Markup(found)
    try:
        plain = ready % {}
    except KeyError:  # it has places; without them it is of no use, and says so where it is printed
        plain = ready
    _kept[language, meaning, text] = (plain, ready)
    return plain, ready
