"""カスハラ and the watch list, by HTTP."""

from datetime import timedelta

import pytest
from django.test import Client

from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.notifications import queries as bell
from madoguchi.notifications import watchers
from madoguchi.tickets.models import AbusiveContact, CoolOff, Ticket, Watch
from madoguchi.tickets.services import assigning, closing, cooling_off, taking
from tests.cast import Cast, acting, signed_in
from tests.web.desk.conftest import Letter, Mail


@pytest.fixture
def shouted(mail: Mail, hana: Client, cast: Cast) -> Letter:
    """A mail that 花, who is in charge, need not bear."""
    letter = mail("返金しろ", "土下座しろ。お前の家を調べるぞ。")
    hana.post(f"/tickets/{letter.ticket_id}/assignment", {"agent_id": cast.hana.id})
    return letter


def report(client: Client, letter: Letter, **more: object) -> int:
    told = {"kind": "threat", "note": "電話でも怒鳴られた", "message_ids": letter.message_id, **more}
    return client.post(f"/tickets/{letter.ticket_id}/abuse", told).status_code


def test_hana_hands_it_over_with_one_report_and_has_a_break(
    shouted: Letter, mail: Mail, hana: Client, misaki: Client, cast: Cast
) -> None:
    other = mail("もう一度言う", "まだか。").ticket_id
    assigning.assign(other, agent_id=cast.hana.id, by=acting(cast.hana))
    assert "土下座しろ" in hana.get(f"/tickets/{shouted.ticket_id}/abuse").content.decode()
    assert report(hana, shouted, hand_to_id=cast.misaki.id, rest="yes", rest_minutes="60", minutes="45") == 204
    taken = Ticket.objects.filter(pk__in=(shouted.ticket_id, other)).values_list("assignee_id", flat=True)
    assert set(taken) == {cast.misaki.id}
    assert "abuse.reported" in [line.kind for line in bell.latest(by=acting(cast.misaki))]
    listed = misaki.get("/abusive-contacts").content.decode()
    assert "脅迫・威嚇" in listed and "まで休息" in listed
    number = AbusiveContact.objects.get().id
    shown = misaki.get(f"/abusive-contacts/{number}").content.decode()
    assert "電話でも怒鳴られた" in shown and "お前の家を調べるぞ" in shown


def test_nobody_gives_work_to_who_has_a_break(
    shouted: Letter, mail: Mail, hana: Client, misaki: Client, cast: Cast
) -> None:
    report(hana, shouted, hand_to_id=cast.misaki.id, rest="yes", rest_minutes="60")
    fresh = mail("別の質問", "こんにちは", team_id=cast.support.id).ticket_id
    refused = misaki.post(f"/tickets/{fresh}/assignment", {"agent_id": cast.hana.id})
    assert refused.status_code == 409 and "休息しています" in refused.content.decode()
    again = hana.post(f"/tickets/{shouted.ticket_id}/assignment", {"agent_id": cast.hana.id})
    assert again.status_code == 409
    assert taking.take_next(by=acting(cast.hana)) is None  # 田中様 wrote this one too
    with clock.held_at(clock.now() + timedelta(minutes=61)):
        assert misaki.post(f"/tickets/{fresh}/assignment", {"agent_id": cast.hana.id}).status_code == 200
    cooling_off.end(AbusiveContact.objects.get().id, by=acting(cast.hana))
    assert CoolOff.objects.get().ended_at is not None


def test_the_customer_carries_a_warning_to_whom_it_concerns(
    shouted: Letter, hana: Client, misaki: Client, cast: Cast
) -> None:
    report(hana, shouted)
    panel = f"/tickets/{shouted.ticket_id}/panel"
    assert "カスハラ注意" in hana.get(panel).content.decode()
    assert "カスハラ注意" not in signed_in(cast.yumi).get(panel).content.decode()
    number = AbusiveContact.objects.get().id
    step = {"kind": "refused", "note": "以後は書面のみと通知した"}
    assert misaki.post(f"/abusive-contacts/{number}", step).status_code == 302
    assert "お断りしています" in hana.get(panel).content.decode()
    misaki.post(f"/abusive-contacts/{number}", {"kind": "lifted"})
    assert "カスハラ注意" not in hana.get(panel).content.decode()
    assert "脅迫・威嚇" in misaki.get("/abusive-contacts?all=yes").content.decode()


def test_reports_are_for_supervisors_only(shouted: Letter, hana: Client, ken: Client, cast: Cast) -> None:
    report(hana, shouted)
    number = AbusiveContact.objects.get().id
    assert hana.get("/abusive-contacts").status_code == 403
    assert hana.get(f"/abusive-contacts/{number}").status_code == 403
    assert report(ken, shouted) == 404
    yumi = signed_in(cast.yumi)
    assert yumi.get(f"/tickets/{shouted.ticket_id}/abuse").status_code == 403
    assert "報告" not in yumi.get(f"/tickets/{shouted.ticket_id}/activity").content.decode()


def test_evidence_is_of_the_same_ticket(shouted: Letter, mail: Mail, hana: Client, cast: Cast) -> None:
    foreign = mail("よそ", team_id=cast.technical.id).message_id
    assert report(hana, shouted, message_ids=foreign) == 422
    assert report(hana, shouted, hand_to_id=cast.hana.id) == 422
    assert report(hana, shouted, kind="silence") == 422
    assert not AbusiveContact.objects.exists()


def test_misaki_watches_a_customer_and_hears_of_news_once(mail: Mail, misaki: Client, cast: Cast) -> None:
    ticket_id = mail().ticket_id
    watchers.tell_watchers(by=SYSTEM)
    watched = {"what": "customer", "reason": "先月から不満が続く"}
    assert misaki.post(f"/tickets/{ticket_id}/watch", watched).status_code == 204
    assert misaki.post(f"/tickets/{ticket_id}/watch", {**watched, "reason": "要注意"}).status_code == 204
    assert Watch.objects.get().reason == "要注意"
    assert "要注意" in misaki.get("/watch-list").content.decode()
    mail("また来ました")
    closing.close(ticket_id, by=acting(cast.misaki))
    with clock.held_at(clock.now() + timedelta(seconds=10)):
        watchers.tell_watchers(by=SYSTEM)
        watchers.tell_watchers(by=SYSTEM)
    kinds = [line.kind for line in bell.latest(by=acting(cast.misaki))]
    assert kinds == ["watch.moved", "watch.moved"]  # opened and received, not what she did herself
    assert misaki.post(f"/watch-list/{Watch.objects.get().id}/removal").status_code == 302
    assert not Watch.objects.exists()


def test_a_watch_list_is_ones_own_and_ends_with_the_right_to_see(
    mail: Mail, hana: Client, ken: Client, cast: Cast
) -> None:
    ticket_id = mail().ticket_id
    assert ken.post(f"/tickets/{ticket_id}/watch", {"what": "ticket"}).status_code == 404
    hana.post(f"/tickets/{ticket_id}/watch", {"what": "ticket", "reason": "急ぎ"})
    number = Watch.objects.get().id
    assert ken.delete(f"/watches/{number}").status_code == 404
    assert "急ぎ" in hana.get("/watch-list").content.decode()
    Ticket.objects.filter(pk=ticket_id).update(team=cast.technical)
    assert "急ぎ" not in hana.get("/watch-list").content.decode()
