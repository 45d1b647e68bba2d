"""What surrounds a customer: companies and people, notes that must be seen, records that may be one."""

from datetime import timedelta

import pytest

from madoguchi.customers.around import neighbours, person_at, popups
from madoguchi.customers.duplicates import company_suggestions, suggestions
from madoguchi.customers.models import Company, Customer, Relation
from madoguchi.customers.services import companies, merging, merging_companies, noting, registering, relating
from madoguchi.kernel import clock
from madoguchi.kernel.errors import Invalid, MadoguchiError, NotAllowed, NotFound
from madoguchi.kernel.models import EventRow
from tests.cast import TANAKA_ADDRESS, Cast, acting


def seen(cast: Cast, **whose: int | None) -> list[tuple[str, str]]:
    return [(str(one.label), one.name) for one in neighbours(**whose, by=acting(cast.hana))]  # type: ignore[arg-type]


def test_an_agency_is_known_from_both_sides(cast: Cast) -> None:
    hana = acting(cast.hana)
    shop = companies.create(name="みどり商店", by=hana)
    agency = companies.create(name="関東代理", by=hana)
    registering.update(cast.tanaka.id, company_id=shop.id, by=hana)
    row = relating.add(kind="agency", company_id=shop.id, other_company_id=agency.id, memo="関東", by=hana)
    relating.add(kind="deputy", customer_id=cast.tanaka.id, other_customer_id=cast.smith.id, by=hana)

    assert seen(cast, customer_id=cast.tanaka.id, company_id=shop.id) == [
        ("代理店", "関東代理"),
        ("代理人", "John Smith"),
    ]
    assert seen(cast, company_id=agency.id) == [("代理店として担当", "みどり商店")]
    assert seen(cast, customer_id=cast.smith.id) == [("代理の本人", "田中 一郎")]
    assert EventRow.objects.filter(name="relation.added").count() == 2

    relating.remove(row.id, by=hana)
    assert seen(cast, company_id=agency.id) == []


def test_nobody_is_their_own_agency_and_yumi_enters_nothing(cast: Cast) -> None:
    hana, tanaka = acting(cast.hana), cast.tanaka.id
    with pytest.raises(Invalid):
        relating.add(kind="agency", customer_id=tanaka, other_customer_id=tanaka, by=hana)
    with pytest.raises(Invalid):
        relating.add(kind="rival", customer_id=tanaka, other_customer_id=cast.smith.id, by=hana)
    with pytest.raises(NotFound):
        relating.add(kind="agency", customer_id=tanaka, other_company_id=999, by=hana)
    with pytest.raises(NotAllowed):
        relating.add(kind="agency", customer_id=tanaka, other_customer_id=cast.smith.id, by=acting(cast.yumi))
    assert not Relation.objects.exists()


def test_a_person_is_found_by_any_spelling_of_their_number(cast: Cast) -> None:
    hana = acting(cast.hana)
    person = registering.create(name="高橋", identities=[("phone", "03-1234-5678")], by=hana)
    assert person_at("０３（１２３４）５６７８", by=hana) == person.id
    assert person_at(TANAKA_ADDRESS.upper(), by=hana) == cast.tanaka.id
    assert person_at("nobody@example.jp", by=hana) is None


def test_a_merge_takes_relations_along_and_its_undo_gives_them_back(cast: Cast) -> None:
    misaki = acting(cast.misaki)
    agency = companies.create(name="関東代理", by=misaki)
    twin = registering.create(name="田中一郎", by=misaki)
    relating.add(kind="agency", customer_id=twin.id, other_company_id=agency.id, by=misaki)
    record = merging.merge(cast.tanaka.id, absorbed_id=twin.id, by=misaki)
    assert seen(cast, customer_id=cast.tanaka.id) == [("代理店", "関東代理")]
    merging.undo(record.id, by=misaki)
    assert seen(cast, customer_id=cast.tanaka.id) == []
    assert seen(cast, customer_id=twin.id) == [("代理店", "関東代理")]


def test_a_note_pops_up_until_it_is_confirmed_and_again_tomorrow(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hana, ken = acting(cast.hana), acting(cast.ken)
    noting.write(cast.tanaka.id, text="領収書が要る", by=hana)
    note = noting.write(cast.tanaka.id, text="返品は責任者へ", popup=True, by=hana)
    assert [one.text for one in popups(cast.tanaka.id, by=hana)] == ["返品は責任者へ"]
    noting.confirm(note.id, by=hana)
    assert popups(cast.tanaka.id, by=hana) == []
    assert [one.author for one in popups(cast.tanaka.id, by=ken)] == ["山田 花"]

    tomorrow = clock.now() + timedelta(days=1)
    with monkeypatch.context() as later:
        later.setattr(clock, "now", lambda: tomorrow)
        assert len(popups(cast.tanaka.id, by=hana)) == 1

    noting.show_on_tickets(note.id, shown=False, by=hana)
    assert popups(cast.tanaka.id, by=ken) == []


@pytest.mark.parametrize("other", ["㈱あおぞら商会", "(株) アオゾラ商会", "あおぞら商会"])
def test_companies_with_the_same_name_but_for_its_form_are_suggested(cast: Cast, other: str) -> None:
    misaki = acting(cast.misaki)
    one = companies.create(name="株式会社あおぞら商会", by=misaki)
    two = companies.create(name=other, by=misaki)
    companies.create(name="株式会社みどり", by=misaki)
    found = company_suggestions(one.id, by=misaki)
    assert [(row.company.id, [str(reason) for reason in row.reasons]) for row in found] == [(two.id, ["同じ名前"])]


def test_companies_with_the_same_number_in_another_form_are_suggested(cast: Cast) -> None:
    misaki = acting(cast.misaki)
    one = companies.create(name="みどり", phone="03-1234-5678", by=misaki)
    two = companies.create(name="緑商店", phone="+81 3 1234 5678", by=misaki)
    companies.create(name="別の店", phone="06-9999-5678", by=misaki)
    found = company_suggestions(one.id, by=misaki)
    assert [(row.company.id, [str(reason) for reason in row.reasons]) for row in found] == [(two.id, ["同じ電話番号"])]


def test_a_person_is_suggested_by_reading_and_by_tagged_address(cast: Cast) -> None:
    hana = acting(cast.hana)
    one = registering.create(
        name="齋藤 健太", kana="さいとう けんた", identities=[("mail", "kenta.s@a.example")], by=hana
    )
    kana = registering.create(name="サイトウ ケンタ", by=hana)
    tagged = registering.create(name="K. S.", identities=[("mail", "kenta.s+shop@a.example")], by=hana)
    assert {row.customer.id for row in suggestions(one.id, by=hana)} == {kana.id, tagged.id}


def test_companies_become_one_and_two_again(cast: Cast) -> None:
    misaki = acting(cast.misaki)
    one = companies.create(name="株式会社みどり", attributes={"契約": "金"}, by=misaki)
    two = companies.create(
        name="㈱みどり", phone="03-1", domains=["midori.example"], attributes={"担当": "東"}, by=misaki
    )
    registering.update(cast.smith.id, company_id=two.id, by=misaki)
    with pytest.raises(NotAllowed):
        merging_companies.merge(one.id, absorbed_id=two.id, by=acting(cast.hana))

    record = merging_companies.merge(one.id, absorbed_id=two.id, by=misaki)

    one.refresh_from_db()
    assert (one.phone, one.domains, one.attributes) == ("03-1", ["midori.example"], {"契約": "金", "担当": "東"})
    assert Customer.objects.get(pk=cast.smith.id).company_id == one.id
    assert not Company.objects.filter(pk=two.id).exists()

    merging_companies.undo(record.id, by=misaki)

    one.refresh_from_db()
    again = Company.objects.get(pk=two.id)
    assert (one.phone, one.domains, one.attributes) == ("", [], {"契約": "金"})
    assert (again.name, again.phone, again.domains) == ("㈱みどり", "03-1", ["midori.example"])
    assert Customer.objects.get(pk=cast.smith.id).company_id == two.id
    with pytest.raises(MadoguchiError):
        merging_companies.undo(record.id, by=misaki)
