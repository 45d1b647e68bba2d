"""承認 and 次の1件 in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Desk, MakeTicket, Windows
from tests.e2e.mailing import arrived, look, received

pytestmark = pytest.mark.once


def test_an_answer_is_sent_back_once_and_then_approved(desk: Desk, windows: Windows, new_ticket: MakeTicket) -> None:
    number = new_ticket("承認の件")
    hana = windows.of("hana", f"/tickets/{number}")
    hana.keyboard.press("r")
    expect(hana.locator("reply-composer textarea")).to_be_focused()
    hana.keyboard.insert_text("田中 様\n\n20%の値引きで承ります。")

    def ask(note: str) -> None:
        hana.get_by_role("button", name="送信予約…").click()
        hana.get_by_role("option", name="承認を依頼…").click()
        hana.get_by_label("見てほしい点").fill(note)
        hana.get_by_role("button", name="承認を依頼する").click()
        expect(hana.locator("[data-approval]")).to_contain_text("承認待ち")

    ask("値引き率をご確認ください")
    misaki = windows.of("misaki", f"/tickets/{number}?box=approvals&scope=all")
    expect(misaki.locator(f"#row-{number} .approval")).to_have_attribute("title", "承認待ち")
    misaki.get_by_role("button", name="確認する").click()
    window = misaki.get_by_role("dialog", name="承認待ちの返信")
    expect(window).to_contain_text("値引き率をご確認ください")
    window.get_by_label("差し戻すときのコメント").fill("10%までです。")
    window.get_by_role("button", name="差し戻す").click()
    expect(misaki.locator("[data-approval]")).to_have_count(0)

    expect(hana.locator(f"#messages-{number}")).to_contain_text("10%までです。")
    expect(hana.locator("reply-composer textarea")).to_have_value(re.compile("20%の値引き"))
    hana.locator("reply-composer textarea").fill("田中 様\n\n10%の値引きで承ります。")
    ask("直しました")
    assert received(desk, "承認の件") == []

    misaki.get_by_role("button", name="確認する").click()
    misaki.get_by_role("dialog").get_by_role("button", name="承認して送信").click()
    mail = arrived(desk, 1, "承認の件")
    assert "10%の値引き" in mail.get_content()
    expect(hana.locator(f"#messages-{number}")).to_contain_text("10%の値引き")
    written = "SELECT author_name FROM tickets_message WHERE ticket_id = ? AND kind = 'outward'"
    assert look(desk, written, number) == [("山田 花",)]


def test_g_gives_the_next_one_until_nobody_waits(desk: Desk, windows: Windows, new_ticket: MakeTicket) -> None:
    new_ticket("次の件")
    page = windows.of("hana")
    page.locator("#rows .row").first.wait_for()
    free = "SELECT count(*) FROM tickets_ticket WHERE assignee_id IS NULL AND status IN ('new', 'open') AND team_id = ?"
    waiting = int(look(desk, free, desk.founded["teams"]["support"])[0][0])
    assert waiting
    for left in range(waiting, 0, -1):
        with page.expect_response(lambda answer: answer.url.endswith("/desk/next")) as given:
            page.keyboard.press("g")
        number = given.value.json()["ticket_id"]
        expect(page.locator(f"#head-{number} [data-menu=assignee]")).to_contain_text("山田 花")
        assert look(desk, free, desk.founded["teams"]["support"]) == [(left - 1,)]
    page.keyboard.press("g")
    expect(page.locator("#toasts")).to_contain_text("担当のいない問い合わせはありません")
