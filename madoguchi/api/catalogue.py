"""What tickets are sorted by: tags, categories, custom fields."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madoguchi.api import rows
from madoguchi.api.answers import answer, nothing
from madoguchi.api.door import actor_of
from madoguchi.api.shapes import CategoryBody, FieldBody, Id, TagBody, TagMerge
from madoguchi.people.permissions import require
from madoguchi.tickets import setup_queries
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import cataloguing

router = Router(tags=["catalogue"])


@router.get("/tags", operation_id="list_tags")
def list_tags(request: HttpRequest) -> HttpResponse:
    """Tags with the number of tickets that carry them."""
    require(actor_of(request), TicketPermission.READ)
    return answer({"items": setup_queries.tag_rows()})


@router.put("/tags/{int:tag_id}", operation_id="rename_tag")
def rename_tag(request: HttpRequest, tag_id: Id, body: TagBody) -> HttpResponse:
    """Gives a tag another name."""
    row = cataloguing.rename_tag(tag_id, name=body.name, by=actor_of(request))
    return answer({"id": row.id, "name": row.name})


@router.post("/tags/{int:tag_id}/merges", operation_id="merge_tag")
def merge_tag(request: HttpRequest, tag_id: Id, body: TagMerge) -> HttpResponse:
    """Puts another tag in the place of this one."""
    row = cataloguing.merge_tags(tag_id, into_id=body.into_id, by=actor_of(request))
    return answer({"id": row.id, "name": row.name}, status=201)


@router.delete("/tags/{int:tag_id}", operation_id="delete_tag")
def delete_tag(request: HttpRequest, tag_id: Id) -> HttpResponse:
    """Takes a tag off every ticket and deletes it."""
    cataloguing.delete_tag(tag_id, by=actor_of(request))
    return nothing()


@router.get("/categories", operation_id="list_categories")
def list_categories(request: HttpRequest) -> HttpResponse:
    """All categories; `parent_id` makes the tree."""
    require(actor_of(request), TicketPermission.READ)
    return answer({"items": [rows.category(row) for row in setup_queries.categories()]})


@router.post("/categories", operation_id="make_category")
def make_category(request: HttpRequest, body: CategoryBody) -> HttpResponse:
    """Makes a category."""
    row = cataloguing.save_category(**body.model_dump(), by=actor_of(request))
    return answer(rows.category(row), status=201)


@router.put("/categories/{int:category_id}", operation_id="change_category")
def change_category(request: HttpRequest, category_id: Id, body: CategoryBody) -> HttpResponse:
    """Puts a category in the place of the old one."""
    return answer(rows.category(cataloguing.save_category(category_id, **body.model_dump(), by=actor_of(request))))


@router.delete("/categories/{int:category_id}", operation_id="delete_category")
def delete_category(request: HttpRequest, category_id: Id) -> HttpResponse:
    """Deletes an unused category. 409 `in_use` otherwise."""
    cataloguing.delete_category(category_id, by=actor_of(request))
    return nothing()


@router.get("/fields", operation_id="list_fields")
def list_fields(request: HttpRequest) -> HttpResponse:
    """All custom fields."""
    require(actor_of(request), TicketPermission.READ)
    return answer({"items": [rows.field(row) for row in setup_queries.fields()]})


@router.post("/fields", operation_id="make_field")
def make_field(request: HttpRequest, body: FieldBody) -> HttpResponse:
    """Makes a custom field."""
    row = cataloguing.save_field(**body.model_dump(), by=actor_of(request))
    return answer(rows.field(row), status=201)


@router.put("/fields/{int:field_id}", operation_id="change_field")
def change_field(request: HttpRequest, field_id: Id, body: FieldBody) -> HttpResponse:
    """Puts a custom field in the place of the old one; key and kind stay."""
    return answer(rows.field(cataloguing.save_field(field_id, **body.model_dump(), by=actor_of(request))))


@router.delete("/fields/{int:field_id}", operation_id="delete_field")
def delete_field(request: HttpRequest, field_id: Id) -> HttpResponse:
    """Deletes a custom field that no ticket has a value for. 409 `in_use` otherwise."""
    cataloguing.delete_field(field_id, by=actor_of(request))
    return nothing()
