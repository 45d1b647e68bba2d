"""Customers' records, as agents keep them."""

import pytest
from django.test import Client

from madoguchi.customers.models import Company, Customer, CustomerNote, Identity
from madoguchi.customers.services import registering
from madoguchi.kernel.actors import SYSTEM
from madoguchi.people.models import AuditLine
from madoguchi.tickets.services import opening
from tests.cast import TANAKA_ADDRESS, Cast, signed_in, visitor

PERSON = {
    "name": "高橋 涼子",
    "kana": "たかはし りょうこ",
    "honorific": "様",
    "company": "",
    "title": "",
    "language": "ja",
    "mail": "takahashi@example.jp",
    "phone": "03-1111-2222",
    "address": "",
    "caution": "電話は午前のみ",
    "attributes": "契約: ゴールド\n顧客番号：A-17",
}


@pytest.fixture
def hana(cast: Cast) -> Client:
    return signed_in(cast.hana)


@pytest.mark.parametrize("words", ["田中", "ＴＡＮＡＫＡ", "tanaka@", "kawakami"])
def test_hana_finds_tanaka(cast: Cast, hana: Client, words: str) -> None:
    page = hana.get("/customers", {"q": words}).content.decode()
    assert "田中 一郎" in page
    assert "John Smith" not in page


def test_a_visitor_sees_no_customer(cast: Cast) -> None:
    for address in ("/customers", f"/customers/{cast.tanaka.id}", "/customers.csv", "/companies"):
        assert visitor().get(address).status_code == 302


def test_every_look_at_a_record_is_audited_and_shown_to_auditors(cast: Cast, hana: Client) -> None:
    assert hana.get(f"/customers/{cast.tanaka.id}").status_code == 200
    line = AuditLine.objects.get(action="customer:view", subject_id=str(cast.tanaka.id))
    assert line.actor_id == cast.hana.id
    assert "この顧客情報を見た人" not in hana.get(f"/customers/{cast.tanaka.id}").content.decode()
    page = signed_in(cast.admin).get(f"/customers/{cast.tanaka.id}").content.decode()
    assert "この顧客情報を見た人" in page
    assert cast.hana.name in page


def test_a_customer_is_entered_with_addresses_and_details(cast: Cast, hana: Client) -> None:
    response = hana.post("/customers/new", PERSON)
    person = Customer.objects.get(name="高橋 涼子")
    assert response["Location"] == f"/customers/{person.id}"
    assert set(person.identities.values_list("kind", flat=True)) == {"mail", "phone"}
    assert person.attributes == {"契約": "ゴールド", "顧客番号": "A-17"}
    page = hana.get(f"/customers/{person.id}").content.decode()
    assert "電話は午前のみ" in page
    assert "ゴールド" in page


def test_an_address_of_somebody_else_is_told(cast: Cast, hana: Client) -> None:
    response = hana.post("/customers/new", {**PERSON, "mail": TANAKA_ADDRESS})
    assert response.status_code == 422
    assert not Customer.objects.filter(name="高橋 涼子").exists()


def test_the_company_must_be_known(cast: Cast, hana: Client) -> None:
    assert hana.post("/customers/new", {**PERSON, "company": "知らない会社"}).status_code == 422
    hana.post("/companies/new", {"name": "川上商事株式会社", "domains": "kawakami-shoji.example"})
    company = Company.objects.get()
    assert hana.post("/customers/new", {**PERSON, "company": "川上商事"}).status_code == 302
    assert Customer.objects.get(name="高橋 涼子").company_id == company.id
    page = hana.get(f"/companies/{company.id}").content.decode()
    assert "高橋 涼子" in page
    assert "田中 一郎" in page


def test_a_customer_is_changed(cast: Cast, hana: Client) -> None:
    form = {**PERSON, "name": "田中 一朗"}
    assert hana.post(f"/customers/{cast.tanaka.id}/form", form).status_code == 302
    assert Customer.objects.get(pk=cast.tanaka.pk).name == "田中 一朗"


def test_yumi_may_look_and_not_change(cast: Cast) -> None:
    yumi = signed_in(cast.yumi)
    page = yumi.get(f"/customers/{cast.tanaka.id}").content.decode()
    assert "メモを追加" not in page
    assert yumi.post(f"/customers/{cast.tanaka.id}/notes", {"text": "x"}).status_code == 403
    assert yumi.post(f"/customers/{cast.tanaka.id}/form", PERSON).status_code == 403
    identity = Identity.objects.filter(customer=cast.tanaka).first()
    assert identity
    assert yumi.post(f"/identities/{identity.id}/removal").status_code == 403


def test_notes_are_written_pinned_and_removed(cast: Cast, hana: Client) -> None:
    back = f"/customers/{cast.tanaka.id}"
    assert hana.post(f"{back}/notes", {"text": "短気です", "pinned": "on"})["Location"] == back
    note = CustomerNote.objects.get()
    assert note.pinned
    hana.post(f"/customer-notes/{note.id}/pin", {"pinned": "no", "customer_id": cast.tanaka.id})
    note.refresh_from_db()
    assert not note.pinned
    hana.post(f"/customer-notes/{note.id}/removal", {"customer_id": cast.tanaka.id})
    assert not CustomerNote.objects.exists()


def test_addresses_are_added_and_removed(cast: Cast, hana: Client) -> None:
    back = f"/customers/{cast.tanaka.id}"
    hana.post(f"{back}/identities", {"kind": "phone", "address": "090-1234-5678"})
    identity = Identity.objects.get(kind="phone")
    assert identity.customer_id == cast.tanaka.id
    refused = hana.post(f"{back}/identities", {"kind": "mail", "address": "not an address"})
    assert refused["Location"] == back
    hana.post(f"/identities/{identity.id}/removal", {"customer_id": cast.tanaka.id})
    assert not Identity.objects.filter(kind="phone").exists()


def test_the_history_shows_only_tickets_hana_may_see(cast: Cast, hana: Client) -> None:
    for team, subject in ((cast.support, "炊飯器の件"), (cast.technical, "社外秘の件")):
        opening.open_ticket(
            subject=subject, customer_id=cast.tanaka.id, text="x", kind="note", team_id=team.id, by=SYSTEM
        )
    page = hana.get(f"/customers/{cast.tanaka.id}").content.decode()
    assert "炊飯器の件" in page
    assert "社外秘の件" not in page


def test_misaki_merges_two_records_and_takes_it_back(cast: Cast) -> None:
    misaki = signed_in(cast.misaki)
    twin = registering.create(name="田中一郎", identities=[("mail", "ichiro.tanaka@example.jp")], by=SYSTEM)
    suggested = misaki.get(f"/customers/{cast.tanaka.id}/merges").content.decode()
    assert f"?with={twin.id}" in suggested
    plan = misaki.get(f"/customers/{cast.tanaka.id}/merges?with={twin.id}").content.decode()
    assert "ichiro.tanaka@example.jp" in plan
    misaki.post(f"/customers/{cast.tanaka.id}/merges", {"absorbed_id": twin.id})
    assert misaki.get(f"/customers/{twin.id}")["Location"] == f"/customers/{cast.tanaka.id}"
    assert cast.tanaka.identities.count() == 2
    merge = cast.tanaka.merges_in.get()
    again = misaki.post(f"/customer-merges/{merge.id}/undoing")
    assert again["Location"] == f"/customers/{twin.id}"
    assert cast.tanaka.identities.count() == 1


def test_hana_may_not_merge(cast: Cast, hana: Client) -> None:
    assert hana.get(f"/customers/{cast.tanaka.id}/merges").status_code == 403
    assert hana.post(f"/customers/{cast.tanaka.id}/merges", {"absorbed_id": cast.smith.id}).status_code == 403


def test_the_export_carries_no_formula_and_is_audited(cast: Cast, hana: Client) -> None:
    assert hana.get("/customers.csv").status_code == 403
    assert "/customers.csv" not in hana.get("/customers").content.decode()
    for name in ("=HYPERLINK(1)", "＝cmd", "+81", "@SUM(A1)"):
        registering.create(name=name, by=SYSTEM)
    text = signed_in(cast.misaki).get("/customers.csv").content.decode("utf-8-sig")
    for cell in ("=HYPERLINK", "＝cmd", "+81", "@SUM"):
        assert f",'{cell}" in text
        assert f",{cell}" not in text
    assert AuditLine.objects.filter(action="customer:export", actor_id=cast.misaki.id).exists()


def test_pages_go_on_where_the_last_one_ended(cast: Cast, hana: Client) -> None:
    for number in range(60):
        registering.create(name=f"顧客{number:02}", kana=f"こきゃく{number:02}", by=SYSTEM)
    first = hana.get("/customers").content.decode()
    assert 'rel="next"' in first
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = hana.get(f"/customers{following}").content.decode()
    seen = [name for number in range(60) if (name := f"顧客{number:02}") in first]
    assert seen
    assert not any(f">{name}<" in second for name in seen)
