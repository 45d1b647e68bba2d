"""The filters of a list of tickets, as the conditions that views are made of."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

Text = Annotated[str, Field(max_length=1000)]


class TicketFilters(Schema):
    """Query of a list of tickets. Several values are parted by commas; `me` and `mine` stand for one's own."""

    status: Text = ""
    priority: Text = ""
    team_id: Text = ""
    assignee_id: Text = ""
    category_id: Text = ""
    customer_id: Text = ""
    company_id: Text = ""
    inbox_id: Text = ""
    channel: Text = ""
    tag: Text = ""
    reference: Text = ""
    subject: Annotated[str, Field(max_length=200, description="part of the subject")] = ""
    search: Annotated[str, Field(max_length=200, description="words anywhere in the ticket")] = ""
    delivery_failed: bool | None = None
    created_after: AwareDatetime | None = None
    created_before: AwareDatetime | None = None
    updated_after: AwareDatetime | None = None
    updated_before: AwareDatetime | None = None
    view_id: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    merged: Literal["true", "false"] = "false"
    order: Annotated[str, Field(max_length=24)] = ""
    cursor: Annotated[str, Field(max_length=300)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50


_LISTS = {
    "status": "status",
    "priority": "priority",
    "team_id": "team",
    "assignee_id": "assignee",
    "category_id": "category",
    "customer_id": "customer",
    "company_id": "company",
    "inbox_id": "inbox",
    "channel": "channel",
    "tag": "tag",
    "reference": "reference",
}
_NOBODY = "none"
_TIMES = (
    ("created_after", "created_at", "after"),
    ("created_before", "created_at", "before"),
    ("updated_after", "updated_at", "after"),
    ("updated_before", "updated_at", "before"),
)


def conditions(filters: TicketFilters) -> list[dict[str, Any]]:
    """Rows for tickets.conditions.clean. `none` asks for tickets without team, assignee, category, company."""
    rows: list[dict[str, Any]] = []
    for name, field in _LISTS.items():
        given: str = getattr(filters, name)
        if given == _NOBODY and field in ("team", "assignee", "category", "company", "inbox", "tag"):
            rows.append({"field": field, "operator": "is_empty", "value": None})
        elif given:
            values = [part.strip() for part in given.split(",") if part.strip()]
            rows.append({"field": field, "operator": "any_of", "value": values})
    if filters.subject:
        rows.append({"field": "subject", "operator": "contains", "value": filters.subject})
    if filters.delivery_failed is not None:
        rows.append({"field": "delivery_failed", "operator": "is", "value": filters.delivery_failed})
    for name, field, operator in _TIMES:
        moment = getattr(filters, name)
        if moment is not None:
            rows.append({"field": field, "operator": operator, "value": moment})
    return rows
