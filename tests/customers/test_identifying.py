"""The same person is the same customer, whatever the door and the spelling of the address."""

import threading

import pytest
from django.db import close_old_connections, connection

from madoguchi.customers.models import Customer, Identity
from madoguchi.customers.services import companies, merging
from madoguchi.customers.services.identifying import identify
from madoguchi.kernel.actors import SYSTEM, customer_actor
from madoguchi.kernel.errors import Invalid, NotAllowed
from madoguchi.kernel.models import EventRow
from tests.cast import TANAKA_ADDRESS, Cast, acting


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("mail", TANAKA_ADDRESS),
        ("mail", f"  {TANAKA_ADDRESS.upper()} "),
        ("form", TANAKA_ADDRESS),
        ("mail", "ｔａｎａｋａ@kawakami-shoji.example"),
    ],
)
def test_tanaka_is_recognised_over_mail_and_form_and_in_full_width(cast: Cast, kind: str, address: str) -> None:
    assert identify(kind=kind, address=address, name="だれか", by=SYSTEM) == cast.tanaka


@pytest.mark.parametrize("number", ["03-1234-5678", "０３（１２３４）５６７８", "+81 3 1234 5678", "0312345678"])
def test_one_telephone_number_is_one_customer_however_it_is_written(db: None, number: str) -> None:
    first = identify(kind="phone", address="03 1234 5678", by=SYSTEM)
    assert identify(kind="phone", address=number, by=SYSTEM) == first
    assert Identity.objects.get().address_key == "+81312345678"


def test_a_stranger_becomes_a_customer_and_news_of_it_is_told(cast: Cast) -> None:
    customer = identify(kind="mail", address="sato.yuko@example.jp", name="佐藤 裕子", by=SYSTEM)
    assert (customer.name, customer.name_key) == ("佐藤 裕子", "佐藤裕子")
    assert EventRow.objects.filter(name="customer.created", customer_id=customer.id).count() == 1


@pytest.mark.parametrize(
    ("name", "address", "called"),
    [
        ("", "sato.yuko@example.jp", "sato yuko"),
        ('"佐藤 裕子"', "a@example.jp", "佐藤 裕子"),
        ("ceo@corp.example", "x@evil.example", "x"),
        ("Evil\r\nBcc: x@y.example", "mallory@evil.example", "mallory"),
        ("\u202egnp.exe", "rtl@evil.example", "gnp.exe"),
        ("a" * 300, "long@example.jp", "a" * 120),
    ],
)
def test_a_new_customer_is_called_by_name_never_by_a_deceiving_one(
    db: None, name: str, address: str, called: str
) -> None:
    assert identify(kind="mail", address=address, name=name, by=SYSTEM).name == called


def test_who_writes_from_a_company_domain_belongs_to_the_company(cast: Cast) -> None:
    company = companies.create(name="丸山食品㈱", domains=["maruyama.example"], by=acting(cast.hana))
    assert identify(kind="mail", address="ito@MARUYAMA.example", by=SYSTEM).company_id == company.id
    assert identify(kind="mail", address="ito@other.example", by=SYSTEM).company_id is None


def test_a_merged_away_customer_answers_as_the_survivor(cast: Cast) -> None:
    merging.merge(cast.smith.id, absorbed_id=cast.tanaka.id, by=acting(cast.misaki))
    assert identify(kind="mail", address=TANAKA_ADDRESS, by=SYSTEM) == cast.smith


def test_an_address_of_nothing_is_refused(db: None) -> None:
    with pytest.raises(Invalid):
        identify(kind="mail", address=" \u200b ", by=SYSTEM)


def test_yumi_who_only_looks_on_makes_no_customers_but_a_customer_at_the_form_does(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        identify(kind="mail", address="new@example.jp", by=acting(cast.yumi))
    assert identify(kind="form", address="new@example.jp", by=customer_actor(0, "x")).id


@pytest.mark.django_db(transaction=True)
def test_eight_deliveries_at_once_from_a_new_address_make_one_customer() -> None:
    found: list[int] = []
    gate = threading.Barrier(8)

    def deliver() -> None:
        try:
            gate.wait()
            found.append(identify(kind="mail", address="rush@example.jp", name="急ぎ", by=SYSTEM).id)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert Customer.objects.count() == Identity.objects.count() == 1
