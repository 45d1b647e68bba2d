"""Customers and companies as agents keep them."""

import pytest

from madoguchi.customers.duplicates import suggestions
from madoguchi.customers.errors import DomainTaken, FreeMailDomain, IdentityTaken
from madoguchi.customers.models import Identity
from madoguchi.customers.queries import companies as company_rows
from madoguchi.customers.queries import contact, panel, same_company
from madoguchi.customers.services import companies, identities, noting, reaching, registering
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.errors import Invalid, NotAllowed, NotFound
from madoguchi.kernel.models import EventRow
from tests.cast import TANAKA_ADDRESS, Cast, acting


def test_hana_enters_a_customer_with_two_addresses(cast: Cast) -> None:
    customer = registering.create(
        name="高橋　恵",
        kana="たかはし めぐみ",
        identities=[("mail", "megumi@example.jp"), ("phone", "090-1111-2222")],
        attributes={"会員番号": "K-77", "登録済み": True},
        by=acting(cast.hana),
    )
    assert [row.address_key for row in customer.identities.order_by("id")] == ["megumi@example.jp", "+819011112222"]
    assert customer.attributes["会員番号"] == "K-77"


def test_an_address_belongs_to_one_customer_only(cast: Cast) -> None:
    with pytest.raises(IdentityTaken) as refused:
        identities.add(cast.smith.id, kind="mail", address=TANAKA_ADDRESS.upper(), by=acting(cast.hana))
    assert refused.value.details["customer_id"] == cast.tanaka.id
    assert refused.value.status == 409


@pytest.mark.parametrize("address", ["", "田中", "@", "a@", " "])
def test_what_is_no_mail_address_is_refused(cast: Cast, address: str) -> None:
    with pytest.raises(Invalid):
        identities.add(cast.smith.id, kind="mail", address=address, by=acting(cast.hana))


def test_a_removed_address_is_free_again(cast: Cast) -> None:
    identity = Identity.objects.get(customer=cast.tanaka)
    identities.remove(identity.id, by=acting(cast.hana))
    assert identities.add(cast.smith.id, kind="mail", address=TANAKA_ADDRESS, by=acting(cast.hana)).id


def test_a_dead_address_is_not_written_to_while_there_is_another(cast: Cast) -> None:
    identities.add(cast.tanaka.id, kind="mail", address="tanaka2@example.jp", by=acting(cast.hana))
    reaching.mark_bounced(kind="mail", address=TANAKA_ADDRESS, by=SYSTEM)
    found = contact(cast.tanaka.id)
    assert found is not None
    assert found.mail_address == "tanaka2@example.jp"
    identities.verify(Identity.objects.get(address_key=TANAKA_ADDRESS).id, by=SYSTEM)
    found = contact(cast.tanaka.id)
    assert found is not None
    assert found.mail_address == TANAKA_ADDRESS


def test_a_change_names_what_changed_and_saving_the_same_tells_nothing(cast: Cast) -> None:
    hana = acting(cast.hana)
    registering.update(cast.tanaka.id, title="部長", language="ja", by=hana)
    registering.update(cast.tanaka.id, title="部長", by=hana)
    told = EventRow.objects.filter(name="customer.updated", customer_id=cast.tanaka.id)
    assert [row.payload["changed"] for row in told] == [["title"]]


@pytest.mark.parametrize("change", [{"name": " "}, {"language": "xx"}, {"attributes": {"a": ["list"]}}])
def test_values_that_make_no_sense_are_refused(cast: Cast, change: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        registering.update(cast.tanaka.id, **change, by=acting(cast.hana))  # type: ignore[arg-type]


def test_yumi_reads_but_changes_nothing(cast: Cast) -> None:
    yumi = acting(cast.yumi)
    assert panel(cast.tanaka.id, by=yumi) is not None
    with pytest.raises(NotAllowed):
        registering.update(cast.tanaka.id, title="x", by=yumi)
    with pytest.raises(NotAllowed):
        noting.write(cast.tanaka.id, text="x", by=yumi)
    with pytest.raises(NotAllowed):
        companies.create(name="x", by=yumi)


def test_a_company_takes_in_those_who_already_write_from_its_domain(cast: Cast) -> None:
    company = companies.create(name="川上商事", domains=["@Kawakami-Shoji.example"], by=acting(cast.hana))
    cast.tanaka.refresh_from_db()
    assert cast.tanaka.company_id == company.id
    assert company.domains == ["kawakami-shoji.example"]
    row = company_rows(by=acting(cast.hana)).get()
    assert row.customer_count == 1
    with pytest.raises(DomainTaken):
        companies.create(name="偽", domains=["kawakami-shoji.example"], by=acting(cast.hana))


def test_a_free_mail_domain_stands_for_no_company(cast: Cast) -> None:
    with pytest.raises(FreeMailDomain):
        companies.create(name="x", domains=["gmail.com"], by=acting(cast.hana))


def test_people_of_one_company_are_known_as_such(cast: Cast) -> None:
    company = companies.create(name="川上商事", by=acting(cast.hana))
    assert not same_company(cast.tanaka.id, cast.smith.id)
    for customer in (cast.tanaka, cast.smith):
        registering.update(customer.id, company_id=company.id, by=acting(cast.hana))
    assert same_company(cast.tanaka.id, cast.smith.id)
    companies.delete(company.id, by=acting(cast.hana))
    assert not same_company(cast.tanaka.id, cast.smith.id)


def test_the_panel_shows_pinned_notes_first_and_the_company(cast: Cast) -> None:
    hana = acting(cast.hana)
    company = companies.create(name="川上商事", by=hana)
    registering.update(cast.tanaka.id, company_id=company.id, caution="返品は責任者へ", by=hana)
    noting.write(cast.tanaka.id, text="電話は午後", pinned=True, by=hana)
    note = noting.write(cast.tanaka.id, text="領収書が要る", by=hana)
    shown = panel(cast.tanaka.id, by=hana)
    assert shown is not None
    assert [entry["text"] for entry in shown["notes"]] == ["電話は午後", "領収書が要る"]
    assert shown["notes"][0]["author"] == "山田 花"
    assert shown["company"]["name"] == "川上商事"
    assert shown["identities"][0]["address"] == TANAKA_ADDRESS
    noting.delete(note.id, by=hana)
    with pytest.raises(NotFound):
        noting.pin(note.id, by=hana)


def test_twins_are_suggested_with_the_reason(cast: Cast) -> None:
    hana = acting(cast.hana)
    twin = registering.create(name="田中一郎", identities=[("mail", "ichiro@home.example")], by=hana)
    found = suggestions(cast.tanaka.id, by=hana)
    assert [(one.customer.id, [str(reason) for reason in one.reasons]) for one in found] == [(twin.id, ["同じ名前"])]
    assert suggestions(cast.smith.id, by=hana) == []
