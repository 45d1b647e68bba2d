"""Plain dicts as JSON responses, without a model per row (house.md 1a)."""

import json
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise

from madoguchi.kernel.errors import MadoguchiError


def answer(data: Any, *, status: int = 200, location: str = "") -> HttpResponse:
    """`data` as JSON: times in ISO 8601 (UTC as Z), texts in UTF-8. `location` names what was created."""
    response = HttpResponse(encode(data), content_type="application/json", status=status)
    if location:
        response["Location"] = f"/api/v1{location}"
    return response


def nothing() -> HttpResponse:
    """204: done, nothing to tell."""
    return HttpResponse(status=204)


def problem(error: MadoguchiError) -> HttpResponse:
    """A refusal as problem+json (RFC 9457) in the active language, with its stable code."""
    details = {
        name: value for name, value in error.details.items() if isinstance(value, str | int | list | dict | bool)
    }
    data = {
        "type": f"/api/v1/problems/{error.code}",
        "title": error.message,
        "status": error.status,
        "code": error.code,
        "detail": error.message,
        "details": details,
    }
    response = HttpResponse(encode(data), content_type="application/problem+json", status=error.status)
    if error.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def encode(data: Any) -> bytes:
    """`data` as UTF-8 JSON."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, set | frozenset | tuple):
        return sorted(value) if isinstance(value, set | frozenset) else list(value)
    raise TypeError(f"{type(value).__name__} has no place in an answer")
