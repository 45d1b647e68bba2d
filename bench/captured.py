"""What the product hands to its templates for one request, so that the floor can draw the same page.

The parts that come from tables are replaced by the floor's own reads; the rest (labels, addresses, words) is constant.
"""

import io
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from person import Person


def page_of(path: str, person: Person, *, fragment: bool = False) -> tuple[str, dict[str, Any], str]:
    """Runs one request of the product in this process: the template's name, its values, and the page."""
    from madoguchi.web import rendering

    seen: list[tuple[str, dict[str, Any]]] = []
    environment = rendering._environment()
    original = environment.get_template

    class Watched:
        def __init__(self, name: str) -> None:
            self.name, self.template = name, original(name)

        def render(self, values: dict[str, Any]) -> str:
            seen.append((self.name, dict(values)))
            return self.template.render(values)

    def watched(name: str, *rest: Any, **more: Any) -> Any:
        return original(name, *rest, **more) if rest or more else Watched(name)

    environment.get_template = watched  # type: ignore[method-assign]
    try:
        text = _ask(path, person, fragment)
    finally:
        environment.get_template = original  # type: ignore[method-assign]
    template, values = seen[-1]
    return template, {key: plain(value) for key, value in values.items()}, text


def plain(value: Any) -> Any:
    """Lazy translations become texts, so that drawing needs no framework."""
    if isinstance(value, Promise):
        return str(value)
    if type(value) is dict or isinstance(value, Mapping):
        return {plain(key): plain(part) for key, part in value.items()}
    if type(value) in (list, tuple):
        return type(value)(plain(part) for part in value)
    return value


def _ask(path: str, person: Person, fragment: bool) -> str:
    from madoguchi.config.wsgi import application

    place, _, query = path.partition("?")
    request: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": place,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }
    for name, value in person.headers().items():
        request[f"HTTP_{name.upper().replace('-', '_')}"] = value
    if fragment:
        request["HTTP_X_FRAGMENT"] = "1"
    status: list[str] = []
    answer = application(request, lambda line, headers, error=None: status.append(line))
    text = b"".join(answer).decode()
    answer.close()
    if not status[0].startswith("200"):
        raise SystemExit(f"{path} answered {status[0]}: {text[:300]}")
    return text
