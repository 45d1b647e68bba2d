"""The boxes of the left rail: their addresses, names, and the conditions behind them."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from madoguchi.calendars.time import business_days_ago
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.tickets import boxes, listing
from madoguchi.tickets import setup_queries as setup
from madoguchi.tickets.conditions import ME, MY_TEAMS
from madoguchi.tickets.statuses import STATUS_LABELS, Status
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.rendering import page

ICONS = {
    Status.NEW: "circle",
    Status.OPEN: "circle-dot",
    Status.HELD: "alarm-clock",
    Status.WAITING: "hourglass",
    Status.CLOSED: "circle-check",
    Status.SPAM: "shield-alert",
    Status.BIN: "trash-2",
}
SCOPE_LABELS = {
    "mine": pgettext_lazy("scope", "Mine"),
    "team": pgettext_lazy("scope", "Team"),
    "all": pgettext_lazy("scope", "All"),
}
SORT_LABELS = {
    "-last_message_at": pgettext_lazy("order", "Newest message first"),
    "last_message_at": pgettext_lazy("order", "Oldest message first"),
    "-created_at": pgettext_lazy("order", "Newest ticket first"),
    "created_at": pgettext_lazy("order", "Oldest ticket first"),
    "-updated_at": pgettext_lazy("order", "Changed last first"),
    "-priority": pgettext_lazy("order", "Most urgent first"),
    "priority": pgettext_lazy("order", "Least urgent first"),
}
PROMISES, APPROVALS, LATE = "promises", "approvals", "late"
MARKS: dict[str, Literal["promise_due_at", "approval_asked_at"]] = {
    PROMISES: "promise_due_at",
    APPROVALS: "approval_asked_at",
}
LATE_AFTER_DAYS = 1
BOXES = frozenset({*(status.value for status in Status), *MARKS, LATE})
_ORDERS: dict[str, str] = {Status.HELD.value: "wake_at", LATE: "last_message_at", **MARKS}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the desk a page stands: a box and scope, or a saved view, or a search."""

    box: str = Status.NEW.value
    scope: str = "all"
    view_id: int = 0
    search: str = ""
    relevant: bool = False
    sort: str = ""

    @property
    def query(self) -> str:
        """The query string that leads back here."""
        return _query_of(self)

    @property
    def newest_query(self) -> str:
        """The same search, newest first."""
        return _query_of(replace(self, relevant=False))

    @property
    def relevant_query(self) -> str:
        """The same search, by relevance."""
        return _query_of(replace(self, relevant=True))

    @property
    def order(self) -> str:
        """How the list is sorted."""
        return self.sort or _ORDERS.get(self.box, "-last_message_at")

    def conditions(self) -> list[dict[str, Any]]:
        """The conditions of box and scope."""
        rows: list[dict[str, Any]] = [{"field": "status", "operator": "any_of", "value": [self.box]}]
        if self.box == LATE:
            rows = _late()
        if self.box in MARKS:
            rows = [{"field": MARKS[self.box], "operator": "is_set", "value": None}]
        if self.scope == "mine":
            rows.append({"field": "assignee", "operator": "any_of", "value": [ME]})
        elif self.scope == "team":
            rows.append({"field": "team", "operator": "any_of", "value": [MY_TEAMS]})
        return rows


def _late() -> list[dict[str, Any]]:
    """Tickets whose customer wrote last and has waited for a whole business day."""
    since = business_days_ago(None, clock.now(), LATE_AFTER_DAYS)
    return [
        {"field": "status", "operator": "any_of", "value": [Status.NEW.value, Status.OPEN.value]},
        {"field": "last_message_kind", "operator": "any_of", "value": ["inward"]},
        {"field": "last_message_at", "operator": "before", "value": since.isoformat()},
    ]


@lru_cache(512)  # every row prints it
def _query_of(place: Place) -> str:
    if place.search:
        return urlencode({"q": place.search, **({"order": "relevance"} if place.relevant else {})})
    sort = {"sort": place.sort} if place.sort else {}
    if place.view_id:
        return urlencode({"view": place.view_id, **sort})
    return urlencode({"box": place.box, "scope": place.scope, **sort})


def place_of(request: HttpRequest) -> Place:
    """Reads the place from the address; anything unknown leads to the first box."""
    asked = request.GET
    box = asked.get("box", "")
    scope = asked.get("scope", "")
    view = asked.get("view", "")
    return Place(
        box=box if box in BOXES else Status.NEW.value,
        scope=scope if scope in SCOPE_LABELS else "all",
        view_id=int(view) if view.isdecimal() and len(view) < 18 else 0,
        search=asked.get("q", "").strip()[:200],
        relevant=asked.get("order") == "relevance",
        sort=asked.get("sort", "") if asked.get("sort") in SORT_LABELS else "",
    )


def rail(actor: Actor, place: Place) -> dict[str, Any]:
    """What the rail shows: scopes and boxes with counters, saved views."""
    counted = boxes.counts(by=actor)
    chosen = counted[place.scope]
    return {
        "place": place,
        "scopes": [
            (key, label, sum(counted[key].get(status, 0) for status in (Status.NEW, Status.OPEN)))
            for key, label in SCOPE_LABELS.items()
        ],
        "boxes": _boxes(chosen, {box: boxes.marked(mark, place.scope, by=actor) for box, mark in MARKS.items()}),
        "views": list(setup.views(by=actor).values_list("id", "name", "team_id", "agent_id")),
    }


def _boxes(counted: dict[str, int], marked: dict[str, int]) -> list[tuple[str, str | Promise, str, int]]:
    listed: list[tuple[str, str | Promise, str, int]] = [
        (status.value, label, ICONS[status], counted.get(status, 0)) for status, label in STATUS_LABELS.items()
    ]
    place = 1 + next(number for number, row in enumerate(listed) if row[0] == Status.WAITING)
    between: list[tuple[str, str | Promise, str, int]] = [
        (LATE, pgettext("box", "Late replies"), "timer-off", 0),
        (APPROVALS, pgettext("box", "Awaiting approval"), "stamp", marked[APPROVALS]),
        (PROMISES, pgettext("box", "Promises"), "handshake", marked[PROMISES]),
    ]
    return [*listed[:place], *between, *listed[place:]]


@signed_in
def late_replies(request: DeskRequest) -> HttpResponseBase:
    """How many tickets stand in the box of late replies, counted apart from the rail, which must not wait for it."""
    place = replace(place_of(request), box=LATE, view_id=0, search="")
    return JsonResponse({"late": listing.count(by=request.actor, conditions=place.conditions())})


@signed_in
def show(request: DeskRequest) -> HttpResponseBase:
    """The rail alone, for live refresh."""
    return page(request, "desk/_boxes.html", rail(request.actor, place_of(request)))
