"""Customers: finding, reading, registering, their addresses, notes, tickets, and merging twins."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madoguchi.api import people_rows as rows
from madoguchi.api.answers import answer, nothing
from madoguchi.api.door import actor_of
from madoguchi.api.people_shapes import CustomerBody, CustomerChange, CustomerMergeBody, IdentityBody, NoteBody
from madoguchi.api.shapes import Id
from madoguchi.customers import queries, searching
from madoguchi.customers.services import identities, merging, noting, registering, viewing
from madoguchi.tickets import reading

router = Router(tags=["customers"])


@router.get("/customers", operation_id="list_customers")
def list_customers(
    request: HttpRequest, search: str = "", company_id: Id | None = None, cursor: str = "", limit: int = 50
) -> HttpResponse:
    """Customers in order of their reading; every word of `search` must occur in name, address or company."""
    page = searching.customer_page(
        by=actor_of(request),
        search=search[:200],
        company_id=company_id,
        cursor=cursor[:300],
        size=max(1, min(limit, 100)),
    )
    return answer({"items": [rows.customer(row) for row in page.rows], "next_cursor": page.next_cursor})


@router.post("/customers", operation_id="register_customer")
def register(request: HttpRequest, body: CustomerBody) -> HttpResponse:
    """Registers a customer. 409 when an address is somebody else's."""
    values = body.model_dump()
    values["identities"] = [(one["kind"], one["address"]) for one in values["identities"]]
    actor = actor_of(request)
    row = registering.create(**values, by=actor)
    data = rows.customer(queries.customer(row.id, by=actor))
    return answer(data, status=201, location=f"/customers/{row.id}")


@router.get("/customers/{int:customer_id}", operation_id="read_customer")
def read(request: HttpRequest, customer_id: Id) -> HttpResponse:
    """One customer; a merged-away one leads to its survivor. The look is recorded."""
    actor = actor_of(request)
    row = queries.customer(customer_id, by=actor)
    viewing.record(row.id, by=actor)
    return answer(rows.customer(row))


@router.patch("/customers/{int:customer_id}", operation_id="change_customer")
def change(request: HttpRequest, customer_id: Id, body: CustomerChange) -> HttpResponse:
    """Changes what is named; a company of null means none."""
    actor = actor_of(request)
    registering.update(customer_id, **body.given(), by=actor)
    return _one(request, customer_id)


@router.get("/customers/{int:customer_id}/tickets", operation_id="list_customer_tickets")
def tickets(request: HttpRequest, customer_id: Id, limit: int = 50) -> HttpResponse:
    """The customer's tickets the key may see, newest first."""
    actor = actor_of(request)
    queries.customer(customer_id, by=actor)
    found = reading.of_customer(customer_id, by=actor, limit=max(1, min(limit, 100)))
    return answer({"items": found})


@router.post("/customers/{int:customer_id}/identities", operation_id="add_identity")
def add_identity(request: HttpRequest, customer_id: Id, body: IdentityBody) -> HttpResponse:
    """Adds an address. 409 when it is somebody else's."""
    row = identities.add(customer_id, kind=body.kind, address=body.address, by=actor_of(request))
    return answer(rows.identity(row), status=201)


@router.delete("/identities/{int:identity_id}", operation_id="remove_identity")
def remove_identity(request: HttpRequest, identity_id: Id) -> HttpResponse:
    """Takes an address away from its customer."""
    identities.remove(identity_id, by=actor_of(request))
    return nothing()


@router.post("/customers/{int:customer_id}/notes", operation_id="write_customer_note")
def write_note(request: HttpRequest, customer_id: Id, body: NoteBody) -> HttpResponse:
    """Adds a note about the customer."""
    row = noting.write(customer_id, text=body.text, pinned=body.pinned, by=actor_of(request))
    return answer(rows.note(row), status=201)


@router.put("/customer-notes/{int:note_id}/pin", operation_id="pin_customer_note")
def pin(request: HttpRequest, note_id: Id) -> HttpResponse:
    """Keeps a note on top."""
    return answer(rows.note(noting.pin(note_id, by=actor_of(request))))


@router.delete("/customer-notes/{int:note_id}/pin", operation_id="unpin_customer_note")
def unpin(request: HttpRequest, note_id: Id) -> HttpResponse:
    """Lets a note sink."""
    return answer(rows.note(noting.unpin(note_id, by=actor_of(request))))


@router.delete("/customer-notes/{int:note_id}", operation_id="delete_customer_note")
def delete_note(request: HttpRequest, note_id: Id) -> HttpResponse:
    """Removes a note."""
    noting.delete(note_id, by=actor_of(request))
    return nothing()


@router.post("/customers/{int:customer_id}/merges", operation_id="merge_customer")
def merge(request: HttpRequest, customer_id: Id, body: CustomerMergeBody) -> HttpResponse:
    """Makes another customer's record part of this one. 201 with the merge."""
    row = merging.merge(customer_id, absorbed_id=body.absorbed_id, by=actor_of(request))
    data: dict[str, Any] = {"id": row.id, "survivor_id": row.survivor_id, "absorbed_id": row.absorbed_id}
    return answer({**data, "merged_at": row.merged_at}, status=201, location=f"/customer-merges/{row.id}")


@router.delete("/customer-merges/{int:merge_id}", operation_id="undo_customer_merge")
def undo_merge(request: HttpRequest, merge_id: Id) -> HttpResponse:
    """Takes a merge back; answers with the customer who is there again."""
    return _one(request, merging.undo(merge_id, by=actor_of(request)).id)


def _one(request: HttpRequest, customer_id: int) -> HttpResponse:
    return answer(rows.customer(queries.customer(customer_id, by=actor_of(request))))
