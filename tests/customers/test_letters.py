"""Customers and companies are found by any piece of what they are called by now, through an index."""

import pytest
from django.db import transaction

from madoguchi.customers import searching
from madoguchi.customers.models import Letters
from madoguchi.customers.services import companies, identities, merging, registering, spelling
from tests.cast import Cast, acting


def found(cast: Cast, text: str) -> list[int]:
    return [row["id"] for row in searching.find(text, by=acting(cast.hana))]


@pytest.fixture
def mori(cast: Cast) -> int:
    return registering.create(
        name="森 小百合", kana="モリ サユリ", identities=[("phone", "090-8765-4321")], by=acting(cast.hana)
    ).id


@pytest.mark.parametrize(
    "text", ["森", "合", "森小", "小百合", "さゆ", "ﾘ", "9087654321", "8765-4321", "０９０８", "6543", "森 さゆり"]
)
def test_every_piece_finds_her(cast: Cast, mori: int, text: str) -> None:
    assert found(cast, text) == [mori]
    assert searching.customer_ids("小百合") == [mori]


@pytest.mark.parametrize("text", ["百小", "森合", "森百", "さり", "987654", '"', "\\", "*"])
def test_letters_in_another_order_do_not(cast: Cast, mori: int, text: str) -> None:
    assert found(cast, text) == []


def test_she_is_found_by_her_new_name_and_no_more_by_the_old(cast: Cast, mori: int) -> None:
    registering.update(mori, name="林 小百合", kana="", by=acting(cast.hana))
    assert (found(cast, "森"), found(cast, "林")) == ([], [mori])
    mail = identities.add(mori, kind="mail", address="sayuri@hayashi.example", by=acting(cast.hana))
    assert found(cast, "@hayashi") == [mori]
    identities.remove(mail.id, by=acting(cast.hana))
    assert found(cast, "@hayashi") == []


def test_a_company_that_is_renamed_takes_its_people_along(cast: Cast, mori: int) -> None:
    company = companies.create(name="㈱緑の工房", domains=["midori.example"], by=acting(cast.hana))
    registering.update(mori, company_id=company.id, by=acting(cast.hana))
    assert found(cast, "緑の") == found(cast, "midori.ex") == [mori]
    companies.update(company.id, name="青の工房", domains=["aoi.example"], by=acting(cast.hana))
    assert (found(cast, "緑"), found(cast, "midori")) == ([], [])
    assert found(cast, "青の工房 小百合") == found(cast, "aoi.") == [mori]
    assert [row.id for row in searching.company_page(by=acting(cast.hana), search="青の").rows] == [company.id]
    companies.delete(company.id, by=acting(cast.hana))
    assert found(cast, "青の工房") == []


def test_addresses_go_with_a_merge_and_come_back(cast: Cast, mori: int) -> None:
    done = merging.merge(cast.tanaka.id, absorbed_id=mori, by=acting(cast.admin))
    assert found(cast, "8765") == [cast.tanaka.id]
    merging.undo(done.id, by=acting(cast.admin))
    assert found(cast, "8765") == [mori]


def test_a_change_that_is_rolled_back_is_not_found(cast: Cast, mori: int) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        registering.update(mori, name="林 小百合", by=acting(cast.hana))
        raise ZeroDivisionError
    assert (found(cast, "森"), found(cast, "林")) == ([mori], [])


def test_an_older_installation_is_spelled_whole(cast: Cast, mori: int) -> None:
    companies.create(name="緑の工房", by=acting(cast.hana))
    Letters.objects.all().delete()
    assert found(cast, "森") == []
    spelling.spell_all()
    assert found(cast, "森") == [mori]
    assert [row.name for row in searching.company_page(by=acting(cast.hana), search="工房").rows] == ["緑の工房"]
