"""相談 and エスカレーション on the screen: what 花 sees, what the customer and a guest see, and what they do not."""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.tickets import consultations, handovers, tiers
from madoguchi.tickets.models import Consultation, Escalation, GuestLink, Ticket
from madoguchi.tickets.services import escalating
from madoguchi.tickets.services.asking import consulting
from tests.cast import TANAKA_ADDRESS, Cast, acting, signed_in, visitor
from tests.web.desk.conftest import Mail

MAKER = "kondo@netsuban.example"


@pytest.fixture
def asked(cast: Cast, mail: Mail) -> Consultation:
    """花 has asked the maker about 田中様's rice cooker."""
    people = [{"name": "近藤", "address": MAKER}]
    return consulting.consult(
        mail().ticket_id, to=people, subject="熱板の在庫", text="ありますか。", by=acting(cast.hana)
    )


def path_of(row: Consultation) -> str:
    return consultations.one(row.id, by=SYSTEM).link_path


def stamp_of(page: str) -> str:
    found = re.search(r'name="stamp" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_hana_asks_from_the_ticket_and_sees_how_it_stands(hana: Client, mail: Mail, ken: Client) -> None:
    ticket_id = mail().ticket_id
    form = hana.get(f"/tickets/{ticket_id}/consultations").content.decode()
    assert "炊飯器の保温ができません" not in form
    question = {"to": f"近藤 <{MAKER}>", "subject": "熱板の在庫", "text": "ありますか。", "link_days": "7"}
    told = hana.post(f"/tickets/{ticket_id}/consultations", {**question, "files": SimpleUploadedFile("図.txt", b"x")})
    assert told.status_code == 204
    row = Consultation.objects.get()
    assert "回答待ち" in hana.get(f"/tickets/{ticket_id}").content.decode()
    window = hana.get(f"/consultations/{row.id}").content.decode()
    assert "図.txt" in window and path_of(row) in window
    assert ken.get(f"/consultations/{row.id}").status_code == 404
    assert hana.post(f"/consultations/{row.id}/closure").status_code == 204
    assert Ticket.objects.get().consultation_state == "done"
    assert hana.delete(f"/consultations/{row.id}/closure").status_code == 204
    refused = hana.post(f"/tickets/{ticket_id}/consultations", {**question, "to": TANAKA_ADDRESS})
    assert (refused.status_code, "顧客本人の宛先" in refused.content.decode()) == (422, True)


def test_a_guest_answers_on_the_page_and_sees_nothing_of_the_ticket(asked: Consultation, hana: Client) -> None:
    guest, path = visitor(), path_of(asked)
    page = guest.get(path)
    text = page.content.decode()
    assert "熱板の在庫" in text and "ありますか。" in text
    assert not [secret for secret in ("炊飯器", "田中", TANAKA_ADDRESS, asked.ticket.reference) if secret in text]
    assert (page["Referrer-Policy"], page["Cache-Control"]) == ("same-origin", "private, no-store")
    answer = {"text": "12個あります。", "stamp": stamp_of(text), "attachments": SimpleUploadedFile("表.csv", b"1,2")}
    assert guest.post(path, answer).status_code == 302
    again = {"text": "12個あります。", "stamp": answer["stamp"]}
    assert guest.post(path, again).status_code == 302
    talk = consultations.one(asked.id, by=SYSTEM)
    assert [(one.by_link, one.author_name, one.text) for one in talk.messages[1:]] == [(True, "近藤", "12個あります。")]
    assert "表.csv" in guest.get(path).content.decode()
    shown = hana.get(f"/tickets/{asked.ticket_id}").content.decode()
    assert "12個あります。" in shown and "回答あり" in shown
    assert "12個" not in hana.get(f"/tickets/{asked.ticket_id}/messages").content.decode()
    file = talk.files[talk.last.id][0]
    assert hana.get(f"/consultation-files/{file.id}").status_code == 200
    assert guest.get(f"{path}/{file.id}").status_code == 200
    assert guest.get(f"/consultation-files/{file.id}").status_code == 302
    assert guest.post(path, {"text": "x", "stamp": "made-up"}).status_code == 422
    assert "Your answer" in guest.get(f"{path}?lang=en").content.decode()


def test_a_link_ends_by_time_by_revoking_and_cannot_be_made_up(asked: Consultation, hana: Client) -> None:
    guest, path = visitor(), path_of(asked)
    number, _dash, signed = path.removeprefix("/guests/").partition("-")
    for other in (f"/guests/{int(number) + 1}-{signed}", f"/guests/{number}-{'0' * 40}", "/guests/x"):
        assert guest.get(other).status_code == 410
    assert hana.delete(f"/consultations/{asked.id}/link").status_code == 200
    assert guest.get(path).status_code == 410
    assert hana.post(f"/consultations/{asked.id}/link").status_code == 200
    fresh = path_of(asked)
    assert fresh != path and guest.get(fresh).status_code == 200
    GuestLink.objects.update(expires_at=clock.now())
    assert (guest.get(fresh).status_code, guest.post(fresh, {"text": "x"}).status_code) == (410, 410)


def test_a_link_is_not_opened_without_end(asked: Consultation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("madoguchi.web.public.guests.LOOKS_PER_TEN_MINUTES", 2)
    cache.clear()
    guest = visitor()
    assert [guest.get(path_of(asked)).status_code for _look in range(3)] == [200, 200, 410]
    cache.clear()


def test_an_escalated_ticket_shows_its_record_and_comes_back_to_who_escalated_it(
    cast: Cast, mail: Mail, hana: Client, misaki: Client
) -> None:
    ticket_id = mail().ticket_id
    record = {"to_team_id": cast.technical.id, "to_agent_id": cast.ken.id, "asked": "保温しない", "wanted": "原因"}
    assert hana.post(f"/tickets/{ticket_id}/escalations", record).status_code == 204
    row = Ticket.objects.get()
    assert (row.assignee_id, row.team_id, row.escalated_at is not None) == (cast.ken.id, cast.technical.id, True)
    ken = signed_in(cast.ken)
    shown = ken.get(f"/tickets/{ticket_id}").content.decode()
    assert "ヘルプデスク" in shown and "原因" in shown and "山田 花から" in shown
    Ticket.objects.update(escalation_due_at=row.created_at)
    Escalation.objects.update(due_at=row.created_at)
    assert "期限切れ" in ken.get(f"/tickets/{ticket_id}").content.decode()
    assert ken.post(f"/tickets/{ticket_id}/escalation-answer", {"answer": "温度ヒューズです。"}).status_code == 204
    row = Ticket.objects.get()
    assert (row.assignee_id, row.team_id, row.escalated_at) == (cast.hana.id, cast.support.id, None)
    assert "温度ヒューズです。" in hana.get(f"/tickets/{ticket_id}").content.decode()
    assert {stay.number for stay in handovers.clocks(ticket_id)} == {1, 2}
    refused = misaki.post(f"/tickets/{ticket_id}/escalations", {**record, "to_agent_id": cast.misaki.id})
    assert refused.status_code == 204  # 美咲 is in that team too
    assert misaki.post(f"/tickets/{ticket_id}/escalations", {**record, "to_agent_id": cast.yumi.id}).status_code == 422


def test_a_slip_is_taken_back_by_who_made_it_until_somebody_works_on_it(cast: Cast, mail: Mail, hana: Client) -> None:
    ticket_id = mail().ticket_id
    me = acting(cast.hana)
    row = escalating.escalate(ticket_id, to_team_id=cast.technical.id, asked="a", wanted="b", by=me)
    assert signed_in(cast.ken).delete(f"/escalations/{row.id}").status_code == 404
    assert hana.delete(f"/escalations/{row.id}").status_code == 204
    assert (Ticket.objects.get().team_id, Ticket.objects.get().escalated_at) == (cast.support.id, None)
    second = escalating.escalate(ticket_id, to_team_id=cast.technical.id, asked="a", wanted="b", by=me)
    escalating.hand_back(ticket_id, answer="x", by=acting(cast.ken))
    assert hana.delete(f"/escalations/{second.id}").status_code == 409


def test_the_administrator_names_orders_and_staffs_the_tiers(cast: Cast) -> None:
    admin = signed_in(cast.admin)
    assert "一次受付" in admin.get("/setup/tiers").content.decode()
    assert admin.post("/setup/tiers/new", {"name": "品質保証部", "teams": [cast.orders.id]}).status_code == 302
    assert [step.name for step in tiers.ladder()][-1] == "品質保証部"
    assert [team_id for team_id, _name in tiers.ladder()[-1].teams] == [cast.orders.id]
    assert admin.post("/setup/tiers/5/place", {"way": "up"}).status_code == 302
    assert [step.number for step in tiers.ladder()] == [1, 2, 3, 5, 4]
    assert admin.post("/setup/tiers/1", {"name": "窓口", "teams": [cast.support.id]}).status_code == 302
    assert tiers.name(1) == "窓口"
    admin.post("/setup/tiers/5/removal")
    assert 5 in tiers.names()
    admin.post("/setup/tiers/4/removal")
    assert 4 not in tiers.names()
    assert admin.post("/setup/tiers/new", {"name": "窓口"}).status_code == 422
    assert signed_in(cast.hana).get("/setup/tiers").status_code == 403
