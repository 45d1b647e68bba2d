"""クレーム from the window on the ticket to the follow-up, by HTTP."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.models import EventRow
from madoguchi.notifications import queries as bell
from madoguchi.reports import queries
from madoguchi.tickets.complaints.policy import Policy
from madoguchi.tickets.models import Complaint, Consent, Ticket
from madoguchi.tickets.services import closing, following_up, governing, merging
from tests.cast import Cast, acting, program, signed_in
from tests.web.desk.conftest import Mail

RECORD = {
    "severity": "3",
    "facts": "12月1日に届いた炊飯器の蓋が割れていた。",
    "feelings": "新居での最初の食事を台無しにされたと感じている。",
    "demand": "交換と、責任者からの謝罪。",
    "action": "梱包材を変更する",
    "action_due_on": "2030-01-31",
}


def names_of(ticket_id: int) -> list[str]:
    return list(EventRow.objects.filter(ticket_id=ticket_id).order_by("id").values_list("name", flat=True))


@pytest.fixture
def grave(mail: Mail, hana: Client) -> int:
    """A serious complaint of 花's team."""
    ticket_id = mail("蓋が割れていました").ticket_id
    assert hana.post(f"/tickets/{ticket_id}/complaint", RECORD).status_code == 204
    return ticket_id


def test_hana_makes_a_ticket_a_complaint_and_everybody_sees_it(grave: int, hana: Client, misaki: Client) -> None:
    row = Complaint.objects.get(ticket_id=grave)
    assert (row.severity, row.facts, row.feelings, row.demand) == (
        3,
        RECORD["facts"],
        RECORD["feelings"],
        RECORD["demand"],
    )
    assert "complaint.raised" in names_of(grave)
    assert "data-complaint" in hana.get(f"/tickets/{grave}", headers={"HX-Request": "true"}).content.decode()
    window = hana.get(f"/tickets/{grave}/complaint").content.decode()
    assert RECORD["feelings"] in window
    assert "このクレームの完了には 1 名の決裁が必要です" in window
    listed = misaki.get("/complaints").content.decode()
    assert "蓋が割れていました" in listed and "重大" in listed
    assert "梱包材を変更する" in misaki.get("/complaints?show=actions").content.decode()
    activity = hana.get(f"/tickets/{grave}/activity").content.decode()
    assert re.search("クレームとして登録.{1,3}重大", activity)


def test_a_ticket_that_is_none_shows_nothing_of_complaints(mail: Mail, hana: Client) -> None:
    ticket_id = mail().ticket_id
    assert "data-complaint" not in hana.get(f"/tickets/{ticket_id}", headers={"HX-Request": "true"}).content.decode()
    assert hana.delete(f"/tickets/{ticket_id}/complaint").status_code == 404


def test_a_grave_one_is_closed_only_with_consent_of_somebody_else(
    grave: int, hana: Client, misaki: Client, cast: Cast
) -> None:
    refused = hana.post(f"/tickets/{grave}/closure")
    assert refused.status_code == 409
    assert "1 名の決裁が必要です" in refused.content.decode()
    asked = {"kind": "closing", "words": "新品と交換し、責任者から電話でお詫びする。"}
    assert hana.post(f"/tickets/{grave}/complaint/consents", asked).status_code == 204
    assert hana.post(f"/tickets/{grave}/complaint/consents", asked).status_code == 409
    consent = Consent.objects.get(complaint__ticket_id=grave)
    address = f"/tickets/{grave}/complaint/consents/{consent.id}"
    assert hana.post(address, {"decision": "agree"}).status_code == 403
    assert "責任者から電話でお詫びする" in misaki.get("/complaints?show=consents").content.decode()
    assert [line.kind for line in bell.latest(by=acting(cast.misaki))] == ["consent.asked"]
    assert misaki.post(address, {"decision": "return", "comment": ""}).status_code == 422
    assert misaki.post(address, {"decision": "agree", "comment": "よろしく"}).status_code == 204
    assert "consent.given" in [line.kind for line in bell.latest(by=acting(cast.hana))]
    assert hana.post(f"/tickets/{grave}/closure").status_code in (200, 204)
    assert Ticket.objects.get(pk=grave).status == "closed"


def test_nobody_consents_to_their_own_or_twice(grave: int, misaki: Client, cast: Cast) -> None:
    governing.set_policy(Policy(consents=(0, 0, 2, 2)), by=acting(cast.admin))
    asked = {"kind": "compensation", "words": "お食事券", "amount": "5000"}
    misaki.post(f"/tickets/{grave}/complaint/consents", asked)
    own = Consent.objects.get(kind="compensation")
    own_address = f"/tickets/{grave}/complaint/consents/{own.id}"
    assert misaki.post(own_address, {"decision": "agree"}).status_code == 409
    assert misaki.delete(own_address).status_code == 204
    admin = program(cast.admin)
    root = f"/api/v1/tickets/{grave}/complaint/consents"
    made = admin.post(root, {"kind": "closing", "words": "お詫び"}, "application/json").json()
    number = made["consents"][0]["id"]
    assert misaki.post(f"/tickets/{grave}/complaint/consents/{number}", {"decision": "agree"}).status_code == 204
    assert misaki.post(f"/tickets/{grave}/complaint/consents/{number}", {"decision": "agree"}).status_code == 409
    assert Consent.objects.get(pk=number).state == "pending"


def test_some_days_after_its_end_the_customer_is_asked_again(
    mail: Mail, hana: Client, misaki: Client, cast: Cast
) -> None:
    ticket_id = mail().ticket_id
    hana.post(f"/tickets/{ticket_id}/complaint", {**RECORD, "severity": "1"})
    hana.post(f"/tickets/{ticket_id}/assignment", {"agent_id": cast.hana.id})
    hana.post(f"/tickets/{ticket_id}/closure")
    assert following_up.remind_due(by=SYSTEM) == 0
    with clock.held_at(clock.now() + timedelta(days=8)):
        assert following_up.remind_due(by=SYSTEM) == 1
        assert following_up.remind_due(by=SYSTEM) == 0
        assert bell.latest(by=acting(cast.hana))[0].kind == "complaint.follow_up_due"
        assert "時期到来" in misaki.get("/complaints?show=follow-ups").content.decode()
        assert hana.post(f"/tickets/{ticket_id}/complaint/follow-up", {"outcome": "x"}).status_code == 422
        said = {"outcome": "fan", "note": "また買いますとのこと"}
        assert hana.post(f"/tickets/{ticket_id}/complaint/follow-up", said).status_code == 204
        assert "また買いますとのこと" in misaki.get("/complaints?show=done").content.decode()
        assert "該当するものはありません" in misaki.get("/complaints?show=follow-ups").content.decode()


def test_a_complaint_taken_up_again_is_not_followed_up(mail: Mail, hana: Client, cast: Cast) -> None:
    ticket_id = mail().ticket_id
    hana.post(f"/tickets/{ticket_id}/complaint", {**RECORD, "severity": "1"})
    closing.close(ticket_id, by=acting(cast.hana))
    closing.reopen(ticket_id, by=acting(cast.hana))
    with clock.held_at(clock.now() + timedelta(days=8)):
        following_up.remind_due(by=SYSTEM)
    assert "complaint.follow_up_due" not in names_of(ticket_id)


def test_no_complaint_after_all_takes_the_mark_away_and_keeps_the_words(grave: int, hana: Client) -> None:
    assert hana.delete(f"/tickets/{grave}/complaint").status_code == 204
    assert Ticket.objects.get(pk=grave).complaint_severity is None
    assert Complaint.objects.get(ticket_id=grave).facts == RECORD["facts"]
    assert hana.get("/complaints").content.decode().count("蓋が割れていました") == 0
    assert hana.post(f"/tickets/{grave}/closure").status_code in (200, 204)


def test_views_find_complaints_by_severity_and_cause(grave: int, mail: Mail, hana: Client, cast: Cast) -> None:
    cause = governing.save_cause(name="梱包不良", by=acting(cast.admin))
    hana.post(f"/tickets/{grave}/complaint", {**RECORD, "cause_id": cause.id})
    other = mail("ふつうの質問").ticket_id
    view = {
        "name": "重大クレーム",
        "condition-field": ["complaint_severity", "complaint_cause"],
        "condition-operator": ["at_least", "any_of"],
        "condition-value": ["3", "梱包不良"],
    }
    assert hana.post("/views", view).status_code == 204
    found = program(cast.hana).get("/api/v1/views").json()["items"][0]["id"]
    shown = hana.get(f"/desk?view={found}").content.decode()
    assert f'id="row-{grave}"' in shown and f'id="row-{other}"' not in shown


def test_the_csv_is_for_those_who_consent_and_carries_no_formula(grave: int, hana: Client, misaki: Client) -> None:
    hana.post(f"/tickets/{grave}/complaint", {**RECORD, "facts": "=cmd()"})
    assert hana.get("/complaints.csv").status_code == 403
    text = misaki.get("/complaints.csv").content.decode("utf-8-sig")
    assert "'=cmd()" in text and "重大" in text


def test_a_complaint_goes_along_with_its_ticket_and_comes_back(grave: int, mail: Mail, cast: Cast) -> None:
    other = mail("同じ件です").ticket_id
    merged = merging.merge(other, absorbed_id=grave, by=acting(cast.hana))
    assert Ticket.objects.get(pk=other).complaint_severity == 3
    assert Complaint.objects.get().ticket_id == other
    merging.undo(merged.id, by=acting(cast.hana))
    assert Complaint.objects.get().ticket_id == grave
    assert Ticket.objects.get(pk=other).complaint_severity is None


def test_figures_count_complaints_and_their_time(grave: int, cast: Cast) -> None:
    governing.set_policy(Policy(consents=(0, 0, 0, 0)), by=acting(cast.admin))
    with clock.held_at(clock.now() + timedelta(hours=3)):
        closing.close(grave, by=acting(cast.hana))
    asked = {"since": clock.now() - timedelta(days=1), "until": clock.now() + timedelta(days=1)}
    tile = {row.kpi.code: row.figure for row in queries.tiles(**asked, team_id=None, by=acting(cast.misaki))}
    assert tile["complaints"].value == 1
    assert tile["complaint_resolution_time"].value == pytest.approx(3 * 3600, abs=60)


def test_causes_are_edited_in_set_up(cast: Cast, grave: int, hana: Client) -> None:
    admin = signed_in(cast.admin)
    assert (
        admin.post("/setup/complaints/causes/new", {"name": "説明不足", "position": "1", "active": "on"}).status_code
        == 302
    )
    assert "説明不足" in hana.get(f"/tickets/{grave}/complaint").content.decode()
    rules = {f"consents_{number}": "0" for number in range(1, 5)}
    rules |= {"compensation": "1", "follow_up_days": "3", "cool_off_minutes": "30"}
    assert admin.post("/setup/complaints/rules", rules).status_code == 302
    assert hana.post(f"/tickets/{grave}/closure").status_code in (200, 204)
