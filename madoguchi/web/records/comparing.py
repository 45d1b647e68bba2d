"""Two records side by side: one line per entry, and whether they differ."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from madoguchi.customers.models import Company, Customer


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of both records, and of the one that would be left."""

    label: str
    stays: str
    goes: str
    result: str


def compared(stays: Customer, goes: Customer) -> list[Line]:
    """Two people; what both lack is left out."""
    rows = [
        (_("Name"), stays.name, goes.name),
        (_("Reading (kana)"), stays.kana, goes.kana),
        (_("Honorific"), stays.honorific, goes.honorific),
        (_("Company"), stays.company.name if stays.company else "", goes.company.name if goes.company else ""),
        (_("Job title"), stays.title, goes.title),
        (_("Postal address"), stays.address, goes.address),
        (_("Caution"), stays.caution, goes.caution),
    ]
    return [*_lines(rows), _together(_("Addresses"), _addresses(stays), _addresses(goes))]


def compared_companies(stays: Company, goes: Company) -> list[Line]:
    """Two companies."""
    rows = [
        (_("Name"), stays.name, goes.name),
        (_("Reading (kana)"), stays.kana, goes.kana),
        (_("Telephone"), stays.phone, goes.phone),
        (_("Postal address"), stays.address, goes.address),
        (_("Memo"), stays.memo, goes.memo),
    ]
    people = _together(_("People"), _people(stays), _people(goes))
    return [*_lines(rows), _together(_("Mail domains"), stays.domains, goes.domains), people]


def _lines(rows: list[tuple[str, str, str]]) -> list[Line]:
    return [Line(label, one, other, one or other) for label, one, other in rows if one or other]


def _together(label: str, stays: list[str], goes: list[str]) -> Line:
    return Line(label, "\n".join(stays), "\n".join(goes), "\n".join([*stays, *goes]))


def _addresses(customer: Customer) -> list[str]:
    return list(customer.identities.order_by("id").values_list("address", flat=True))


def _people(company: Company) -> list[str]:
    return list(company.customers.filter(merged_into=None).order_by("reading_key").values_list("name", flat=True)[:20])
