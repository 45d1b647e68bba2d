"""What this room does about events: whoever changes is found by the new letters at once."""

from madoguchi.customers.events import (
    CompanyCreated,
    CompanyUpdated,
    CustomerCreated,
    CustomerMerged,
    CustomerUnmerged,
    CustomerUpdated,
    IdentityAdded,
    IdentityRemoved,
)
from madoguchi.customers.services import spelling
from madoguchi.kernel.events import Published, subscribe


@subscribe(CustomerCreated, CustomerUpdated, IdentityAdded, IdentityRemoved, CustomerMerged, CustomerUnmerged)
def spell_the_customer(published: Published) -> None:
    """Of a merge, both: addresses have moved."""
    for field in ("customer_id", "absorbed_id"):
        customer_id = getattr(published.event, field, None)
        if customer_id is not None:
            spelling.spell_customer(customer_id)


@subscribe(CompanyCreated, CompanyUpdated)
def spell_the_company(published: Published) -> None:
    """Its people are found through it."""
    spelling.spell_company(published.event.company_id)  # type: ignore[attr-defined]
