"""What an administrator says about the company itself."""

from django.db import transaction

from madoguchi.kernel import settings
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.kernel.text import one_line
from madoguchi.people.permissions import PeoplePermission, require
from madoguchi.people.services import auditing


@transaction.atomic
def rename(name: str, *, by: Actor) -> None:
    """Changes the name that customers see."""
    require(by, PeoplePermission.SETTING_MANAGE)
    name = one_line(name)[:120]
    if not name:
        raise Invalid(field="name", reason="empty")
    before = settings.read("company.name", "")
    settings.write("company.name", name)
    auditing.note("company:update", by=by, subject_kind="company_settings", before=before, after=name)
