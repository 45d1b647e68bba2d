"""The Jinja2 environment of all pages: autoescape on, translations, assets, a handful of filters.

`page()` renders a page or a fragment with what every template may use: request, actor, agent, language, theme.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from madoguchi.channels.base.mail.quote_pieces import pieces
from madoguchi.kernel.plain import written
from madoguchi.kernel.settings import read as read_setting
from madoguchi.reports.wording import duration_text
from madoguchi.web import times, words
from madoguchi.web.language import query_in

_PICTURE = re.compile(r'src="cid:([^"]+)"')
_ADDRESS = re.compile(r"https?://[^\s<>\"'「」『』（）【】、。，]{1,2000}")
THEMES = ("auto", "light", "dark")


class PageEnvironment(Environment):
    """Looks into plain dictionaries (rows of lists) by key first: by attribute first costs an exception each time."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`row.subject` of a template."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def environment(**options: Any) -> Environment:
    """Built once by Django's Jinja2 backend."""
    options["undefined"] = StrictUndefined
    options["auto_reload"] = settings.DEBUG
    options["cache_size"] = 1000
    env = PageEnvironment(**options)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    words.install(env)
    env.globals.update(asset=asset, url=reverse, icon=icon, query_in=query_in)
    env.filters.update(
        ago=times.ago,
        when=times.when,
        day=times.day,
        due=times.due,
        duration=duration_text,
        urgency=times.urgency,
        iso=times.iso,
        local=times.local_input,
        filesize=filesize,
        number=number,
        linked=linked,
        formatted=formatted,
        pieces=pieces,
        doubled=doubled,
    )
    return env


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Renders `template` (a page, or a fragment whose file name begins with an underscore)."""
    return HttpResponse(text_of(request, template, context), status=status)


def text_of(request: HttpRequest, template: str, context: Mapping[str, Any] | None = None) -> str:
    """The rendered text, for answers that carry several fragments."""
    values: dict[str, Any] = everywhere(request)
    values["csrf_input"] = csrf_input_lazy(request)
    values["csrf_token"] = csrf_token_lazy(request)
    values[words.LANGUAGE] = translation.get_language()
    if context:
        values.update(context)
    return _environment().get_template(template).render(values)


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """What every template may use (also the context processor of Django's Jinja2 backend)."""
    theme = request.COOKIES.get("theme", "auto")
    return {
        "request": request,
        "actor": getattr(request, "actor", None),
        "agent": getattr(request, "agent", None),
        "language": translation.get_language() or settings.LANGUAGE_CODE,
        "theme": theme if theme in THEMES else "auto",
        "path": request.path,
        "company_name": company_name,
    }


@cache
def _environment() -> Environment:
    return cast(Environment, engines["jinja2"].env)  # type: ignore[attr-defined]


def company_name() -> str:
    """What the company calls itself; the product's name before it said so."""
    try:
        return str(read_setting("company.name", "") or "Madoguchi")
    except DatabaseError:  # the page that tells of a broken database must still be drawn
        return "Madoguchi"


@cache
def _manifest() -> dict[str, str]:
    path = Path(settings.STATIC_ROOT) / "manifest.json"
    if not path.exists():
        return {}
    return cast(dict[str, str], json.loads(path.read_text()))


def asset(name: str) -> str:
    """The address of a built asset (`desk.js` → `/static/desk-3F2A9C.js`)."""
    return f"{settings.STATIC_URL}{_manifest().get(name, name)}"


@cache
def icon(name: str, label: str = "") -> Markup:
    """A lucide icon from the sprite; decoration unless it has a label."""
    href = f"{asset('icons.svg')}#{name}"
    if label:
        return Markup('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>').format(label, href)
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>').format(href)


def filesize(size: int) -> str:
    """A size as people read it: 870 B, 12 KB, 3.4 MB."""
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{size / 1000:.0f} KB"
    return f"{size / 1_000_000:.1f} MB"


def number(value: int) -> str:
    """A whole number with separators: 12,345."""
    return f"{value:,}"


def linked(text: str) -> Markup:
    """Plain text from outside with its web addresses as links that open elsewhere and tell nothing about us."""
    parts: list[str] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = escape(found[0].rstrip(".,;:!?)]}"))
        parts.append(escape(text[end : found.start()]))
        parts.append(f'<a href="{address}" target="_blank" rel="noopener noreferrer nofollow ugc">{address}</a>')
        end = found.start() + len(found[0].rstrip(".,;:!?)]}"))
    parts.append(escape(text[end:]))
    return Markup("".join(parts))


def formatted(markup: str, attachments: Iterable[Mapping[str, Any]]) -> Markup:
    """What an agent wrote with formatting, its pictures shown from the message's own attachments."""
    pictures = {row["content_id"]: row["id"] for row in attachments if row["content_id"]}
    cleaned = written.clean(markup, pictures)
    return Markup(_PICTURE.sub(lambda found: f'src="/attachments/{pictures[found[1]]}?inline=1"', cleaned))


def doubled(values: Iterable[str]) -> list[tuple[str, str]]:
    """Options of a select whose values are their own labels."""
    return [(value, value) for value in values]
