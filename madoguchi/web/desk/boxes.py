"""The boxes of the left rail: their addresses, names, and the conditions behind them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import pgettext_lazy

from madoguchi.kernel.actors import Actor
from madoguchi.tickets import boxes
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
BOXES = frozenset(status.value for status in Status)
_ORDERS = {Status.HELD.value: "wake_at"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the desk a page stands: a box and scope, or a saved view, or a search."""

    box: str = Status.NEW.value
    scope: str = "all"
    view_id: int = 0
    search: str = ""

    @property
    def query(self) -> str:
        """The query string that leads back here."""
        return _query_of(self)

    @property
    def order(self) -> str:
        """How the list is sorted."""
        return _ORDERS.get(self.box, "-last_message_at")

    def conditions(self) -> list[dict[str, Any]]:
        """The conditions of box and scope."""
        rows: list[dict[str, Any]] = [{"field": "status", "operator": "any_of", "value": [self.box]}]
        if self.scope == "mine":
            rows.append({"field": "assignee", "operator": "any_of", "value": [ME]})
        elif self.scope == "team":
            rows.append({"field": "team", "operator": "any_of", "value": [MY_TEAMS]})
        return rows


@lru_cache(512)  # every row prints it
def _query_of(place: Place) -> str:
    if place.search:
        return urlencode({"q": place.search})
    if place.view_id:
        return urlencode({"view": place.view_id})
    return urlencode({"box": place.box, "scope": place.scope})


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
        "boxes": [
            (status.value, label, ICONS[status], chosen.get(status, 0)) for status, label in STATUS_LABELS.items()
        ],
        "views": list(setup.views(by=actor).values_list("id", "name", "team_id", "agent_id")),
    }


@signed_in
def show(request: DeskRequest) -> HttpResponseBase:
    """The rail alone, for live refresh."""
    return page(request, "desk/_boxes.html", rail(request.actor, place_of(request)))
