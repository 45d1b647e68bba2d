"""Companies."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madoguchi.api import people_rows as rows
from madoguchi.api.answers import answer, nothing
from madoguchi.api.door import actor_of
from madoguchi.api.people_shapes import CompanyBody, CompanyChange
from madoguchi.api.shapes import Id
from madoguchi.customers import queries, searching
from madoguchi.customers.services import companies

router = Router(tags=["companies"])


@router.get("/companies", operation_id="list_companies")
def list_companies(request: HttpRequest, search: str = "", cursor: str = "", limit: int = 50) -> HttpResponse:
    """Companies in order of their name."""
    page = searching.company_page(
        by=actor_of(request), search=search[:200], cursor=cursor[:300], size=max(1, min(limit, 100))
    )
    return answer({"items": [rows.company(row) for row in page.rows], "next_cursor": page.next_cursor})


@router.post("/companies", operation_id="make_company")
def make(request: HttpRequest, body: CompanyBody) -> HttpResponse:
    """Makes a company; people without one who write from its domains are linked to it."""
    actor = actor_of(request)
    row = companies.create(**body.model_dump(), by=actor)
    return answer(rows.company(queries.company(row.id, by=actor)), status=201, location=f"/companies/{row.id}")


@router.get("/companies/{int:company_id}", operation_id="read_company")
def read(request: HttpRequest, company_id: Id) -> HttpResponse:
    """One company."""
    return answer(rows.company(queries.company(company_id, by=actor_of(request))))


@router.patch("/companies/{int:company_id}", operation_id="change_company")
def change(request: HttpRequest, company_id: Id, body: CompanyChange) -> HttpResponse:
    """Changes what is named."""
    actor = actor_of(request)
    companies.update(company_id, **body.given(), by=actor)
    return answer(rows.company(queries.company(company_id, by=actor)))


@router.delete("/companies/{int:company_id}", operation_id="delete_company")
def delete(request: HttpRequest, company_id: Id) -> HttpResponse:
    """Removes a company; its people stay."""
    companies.delete(company_id, by=actor_of(request))
    return nothing()
