"""The feed of what happened, for programs that follow along."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madoguchi.api.answers import answer
from madoguchi.api.door import actor_of
from madoguchi.tickets import feed

router = Router(tags=["events"])


@router.get("/events", operation_id="list_events")
def list_events(request: HttpRequest, after: int = 0, limit: int = 100, names: str = "") -> HttpResponse:
    """Events of tickets the key may see, oldest first. Ask again with `after` = `last_id`, even when `items` is empty.

    `names` narrows to dotted names parted by commas, e.g. `ticket.closed,message.received`.
    """
    wanted = [name.strip() for name in names.split(",") if name.strip()] or None
    found = feed.after(max(0, min(after, 2**63 - 1)), names=wanted, limit=limit, by=actor_of(request))
    items = [
        {
            "id": row["id"],
            "name": row["name"],
            "occurred_at": row["occurred_at"],
            "actor": {"kind": row["actor_kind"], "id": row["actor_id"]},
            "ticket_id": row["ticket_id"],
            "payload": row["payload"],
        }
        for row in found.rows
    ]
    return answer({"items": items, "last_id": found.last_id})
