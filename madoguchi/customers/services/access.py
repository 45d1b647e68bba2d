"""The only way a service reaches a customer's row: permitted, not merged away, locked until the transaction ends."""

from django.utils.translation import gettext as _

from madoguchi.customers.models import Company, Customer
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.text import one_line
from madoguchi.people.permissions import require

MOST_ATTRIBUTES = 60


def access(customer_id: int, permission: CustomerPermission, *, by: Actor) -> Customer:
    """The customer, locked. Raises NotAllowed, or NotFound for one that is missing or merged away."""
    require(by, permission)
    customer = Customer.objects.select_for_update().filter(pk=customer_id, merged_into=None).first()
    if customer is None:
        raise NotFound
    return customer


def existing_company_id(company_id: int | None) -> int | None:
    """The id itself when the company exists. Raises NotFound."""
    if company_id is not None and not Company.objects.filter(pk=company_id).exists():
        raise NotFound
    return company_id


def checked_name(name: str, *, longest: int) -> str:
    """A name on one line. Raises Invalid when nothing is left of it."""
    name = one_line(name)[:longest]
    if not name:
        raise Invalid(field="name", reason=_("must not be empty"))
    return name


def checked_attributes(attributes: dict[str, object]) -> dict[str, object]:
    """Custom attributes: short keys, values that are text, number or yes/no. Raises Invalid."""
    if len(attributes) > MOST_ATTRIBUTES:
        raise Invalid(field="attributes", reason=_("too many"))
    result: dict[str, object] = {}
    for key, value in attributes.items():
        if not one_line(key) or not (value is None or isinstance(value, str | int | float | bool)):
            raise Invalid(field="attributes", reason=one_line(str(key))[:40])
        result[one_line(key)[:60]] = value[:500] if isinstance(value, str) else value
    return result
