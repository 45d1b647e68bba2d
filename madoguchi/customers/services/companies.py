"""Companies and the mail domains that lead their people to them."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.customers.errors import DomainTaken, FreeMailDomain
from madoguchi.customers.events import CompanyCreated, CompanyDeleted, CompanyUpdated
from madoguchi.customers.free_mail import FREE_MAIL_DOMAINS
from madoguchi.customers.matching import MAIL, mail_domain
from madoguchi.customers.models import Company, CompanyDomain, Customer
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.services.access import checked_attributes, checked_name
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.events import publish
from madoguchi.kernel.text import company_key, one_line
from madoguchi.people.permissions import require
from madoguchi.people.services import auditing


@transaction.atomic
def create(
    *,
    name: str,
    kana: str = "",
    domains: Iterable[str] = (),
    phone: str = "",
    address: str = "",
    memo: str = "",
    attributes: dict[str, Any] | None = None,
    by: Actor,
) -> Company:
    """A new company; customers without a company who write from its domains are linked to it."""
    require(by, CustomerPermission.WRITE)
    called = checked_name(name, longest=160)
    company = Company.objects.create(
        name=called,
        name_key=company_key(called)[:160],
        kana=one_line(kana)[:160],
        phone=one_line(phone)[:40],
        address=one_line(address)[:300],
        memo=memo.replace("\r\n", "\n").strip(),
        attributes=checked_attributes(attributes or {}),
        created_at=clock.now(),
    )
    _put_domains(company, domains)
    publish(CompanyCreated(company_id=company.id), by=by)
    return company


@transaction.atomic
def update(
    company_id: int,
    *,
    name: str | None = None,
    kana: str | None = None,
    domains: Iterable[str] | None = None,
    phone: str | None = None,
    address: str | None = None,
    memo: str | None = None,
    attributes: dict[str, Any] | None = None,
    by: Actor,
) -> Company:
    """Changes a company; None keeps a value."""
    require(by, CustomerPermission.WRITE)
    company = _locked(company_id)
    new: dict[str, Any] = {
        field: one_line(value)[:longest]
        for field, value, longest in (("kana", kana, 160), ("phone", phone, 40), ("address", address, 300))
        if value is not None
    }
    if name is not None:
        new["name"] = checked_name(name, longest=160)
    if memo is not None:
        new["memo"] = memo.replace("\r\n", "\n").strip()
    if attributes is not None:
        new["attributes"] = checked_attributes(attributes)
    changed = sorted(field for field, value in new.items() if getattr(company, field) != value)
    for field in changed:
        setattr(company, field, new[field])
    company.name_key = company_key(company.name)[:160]
    company.save()
    if domains is not None and _put_domains(company, domains):
        changed.append("domains")
    if changed:
        publish(CompanyUpdated(company_id=company.id, changed=changed), by=by)
    return company


@transaction.atomic
def delete(company_id: int, *, by: Actor) -> None:
    """Removes a company; its people stay, without a company."""
    require(by, CustomerPermission.WRITE)
    company = _locked(company_id)
    auditing.note("company:delete", by=by, subject_kind="company", subject_id=company.id, before={"name": company.name})
    company.delete()
    publish(CompanyDeleted(company_id=company_id), by=by)


def _locked(company_id: int) -> Company:
    company = Company.objects.select_for_update().filter(pk=company_id).first()
    if company is None:
        raise NotFound
    return company


def _put_domains(company: Company, domains: Iterable[str]) -> bool:
    """Gives the company exactly these domains; whether anything changed."""
    wanted = {checked_domain(domain) for domain in domains if one_line(domain)}
    existing = set(company.domain_rows.values_list("domain", flat=True))
    taken = CompanyDomain.objects.filter(domain__in=wanted).exclude(company=company).first()
    if taken is not None:
        raise DomainTaken(domain=taken.domain)
    company.domain_rows.filter(domain__in=existing - wanted).delete()
    for domain in sorted(wanted - existing):
        CompanyDomain.objects.create(company=company, domain=domain)
        Customer.objects.filter(
            company=None, merged_into=None, identities__kind=MAIL, identities__address_key__endswith=f"@{domain}"
        ).update(company=company)
    return wanted != existing


def checked_domain(domain: str) -> str:
    """A mail domain, folded. Raises FreeMailDomain for one that anybody can have, Invalid for what is none."""
    folded = mail_domain(f"@{one_line(domain).removeprefix('@')}")
    if "." not in folded or " " in folded or len(folded) > 253:
        raise Invalid(field="domains", reason=_("is not a mail domain"))
    if folded in FREE_MAIL_DOMAINS:
        raise FreeMailDomain(domain=folded)
    return folded
