"""The API as one: its routers, its description (OpenAPI), and what becomes of values it cannot take."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from madoguchi.api import (
    articles,
    attachments,
    bulk,
    catalogue,
    commitments,
    companies,
    complaints,
    consultations,
    conversation,
    customers,
    events,
    macros,
    mails,
    people,
    reports,
    search,
    steps,
    structure,
    tickets,
    views,
    writing,
)
from madoguchi.api.answers import problem
from madoguchi.api.errors import BodyUnreadable
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, MadoguchiError

DESCRIPTION = """Everything the desk can do, for programs. Send `Authorization: Bearer <key>`; a key acts for its agent
within its scopes, and what that agent may not see is answered with 404.

* Lists come in pages: `items`, and `next_cursor` for the next page (empty at the end).
* Changes may carry an `Idempotency-Key` (kept 24 hours): a repeat gets the first answer and is done once.
* Errors are `application/problem+json` with a stable `code`; their text is Japanese or English by `Accept-Language`.
* `RateLimit-Limit`, `-Remaining` and `-Reset` tell how fast a key may ask; 429 carries `Retry-After`.
* Times are ISO 8601 in UTC."""


class Key(HttpBearer):
    """Describes the key in OpenAPI; the door has let it in already."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor the door found."""
        return getattr(request, "actor", None)


api = NinjaAPI(
    title="Madoguchi API",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url=None,
    auth=Key(),
    urls_namespace="api",
)
for room in (
    tickets,
    steps,
    conversation,
    commitments,
    complaints,
    consultations,
    attachments,
    structure,
    writing,
    macros,
    views,
    bulk,
    catalogue,
    people,
    customers,
    companies,
    events,
    reports,
    mails,
    articles,
    search,
):
    api.add_router("", room.router)


@api.exception_handler(MadoguchiError)
def refused(request: HttpRequest, error: MadoguchiError) -> HttpResponse:
    """An expected refusal."""
    return problem(error)


@api.exception_handler(ValidationError)
def unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Values that are missing, unknown or of the wrong kind: the first one is named."""
    first: dict[str, Any] = error.errors[0] if error.errors else {}
    where = ".".join(str(part) for part in _inner(first.get("loc", ())))
    return problem(Invalid(field=where or "body", reason=str(first.get("msg", ""))[:200]))


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Not JSON."""
    return problem(BodyUnreadable())


def _inner(location: Iterable[object]) -> list[object]:
    return [part for part in location if part not in ("body", "query", "path", "filters")]
