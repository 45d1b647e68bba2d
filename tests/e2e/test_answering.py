"""What protects an answer: nobody answers twice, nothing is sent by a slip of the hand, nothing written is lost."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import SUPPORT, Desk, MakeTicket, Windows
from tests.e2e.mailing import arrived, eventually, look, mail, received, send

REFUSED = "409 (Conflict)"


def write(page: Page, text: str) -> None:
    page.keyboard.press("r")
    expect(page.locator("reply-composer textarea")).to_be_focused()
    page.keyboard.insert_text(text)


def replies(desk: Desk, number: int) -> list[str]:
    rows = look(desk, "SELECT text FROM tickets_message WHERE ticket_id = ? AND kind = 'outward' ORDER BY id", number)
    return [text for (text,) in rows]


def test_hana_and_misaki_answer_at_once_and_the_customer_gets_one(
    desk: Desk, windows: Windows, new_ticket: MakeTicket
) -> None:
    windows.expected = (REFUSED,)
    number = new_ticket("同時に答える件")
    hana, misaki = windows.of("hana", f"/tickets/{number}"), windows.of("misaki", f"/tickets/{number}")
    write(hana, "花がお答えします。")
    expect(misaki.locator("#ticket-pane")).to_contain_text("山田 花", timeout=10_000)
    write(misaki, "美咲がお答えします。")
    hana.keyboard.press("Control+Enter")
    misaki.keyboard.press("Control+Enter")

    arrived(desk, 1, "同時に答える件")
    assert len(replies(desk, number)) == 1
    loser = misaki if "花" in replies(desk, number)[0] else hana
    expect(loser.locator("reply-composer [role=alert]")).to_contain_text("新しい")
    assert "お答えします" in loser.locator("reply-composer textarea").input_value()

    loser.locator("reply-composer [role=alert] button").click()
    eventually(lambda: len(replies(desk, number)) == 2, "the confirmed reply")


def test_a_reply_is_refused_when_the_customer_wrote_meanwhile(
    desk: Desk, windows: Windows, new_ticket: MakeTicket
) -> None:
    windows.expected = (REFUSED,)
    number = new_ticket("書いている間の件", "一通目です。")
    page = windows.of("hana", f"/tickets/{number}")
    write(page, "一通目へのお答えです。")
    seen = page.locator("#ticket-pane article").get_attribute("data-last")
    page.route("**/tickets/*/parts*", lambda route: route.abort())
    windows.expected = (REFUSED, "net::ERR_FAILED")
    first = look(desk, "SELECT external_id FROM tickets_message WHERE ticket_id = ?", number)[0][0]
    second = mail("Re: 書いている間の件", "二通目です。", to=SUPPORT)
    second["References"] = f"<{first}>"
    send(desk, second)
    eventually(lambda: len(look(desk, "SELECT 1 FROM tickets_message WHERE ticket_id = ?", number)) == 2, "the second")
    page.locator("reply-composer textarea").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("reply-composer [role=alert]")).to_contain_text("新しい")
    assert seen is not None
    assert replies(desk, number) == []


def test_enter_that_ends_a_composition_never_sends(desk: Desk, windows: Windows, new_ticket: MakeTicket) -> None:
    number = new_ticket("変換の件")
    page = windows.of("hana", f"/tickets/{number}")
    page.keyboard.press("r")
    area = page.locator("reply-composer textarea")
    expect(area).to_be_focused()
    protocol = page.context.new_cdp_session(page)
    for part in ("か", "かく", "かくに", "かくにん"):
        protocol.send("Input.imeSetComposition", {"text": part, "selectionStart": len(part), "selectionEnd": len(part)})
    for modifiers in (0, 2):
        key = {"key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229, "modifiers": modifiers}
        protocol.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
        protocol.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    protocol.send("Input.insertText", {"text": "確認"})
    page.keyboard.press("Enter")
    page.keyboard.insert_text("しました")
    expect(area).to_have_value("確認\nしました")
    assert replies(desk, number) == []

    page.keyboard.press("Control+Enter")
    eventually(lambda: len(replies(desk, number)) == 1, "the reply")


def test_a_draft_is_there_again_after_the_window_was_closed(windows: Windows, new_ticket: MakeTicket) -> None:
    number = new_ticket("下書きの件")
    page = windows.of("hana", f"/tickets/{number}")
    write(page, "まだ書きかけです。")
    with page.expect_response(lambda answer: f"/tickets/{number}/drafts/reply" in answer.url):
        pass
    page.context.close()

    again = windows.of("hana", f"/tickets/{number}")
    expect(again.locator("reply-composer textarea")).to_have_value("まだ書きかけです。")


def test_misaki_takes_a_reply_back_before_it_leaves(desk: Desk, windows: Windows) -> None:
    page = windows.of("misaki")
    number = desk.founded["tickets"][1]
    page.goto(f"{desk.site.url}/tickets/{number}")
    write(page, "まちがえた返信です。")
    page.keyboard.press("Control+Enter")
    undo = page.locator("#toasts button", has_text="取り消")
    undo.or_(page.locator("[data-take-back]")).first.click()
    expect(page.locator("reply-composer textarea")).to_have_value("まちがえた返信です。")
    wrong = "SELECT state FROM tickets_message WHERE ticket_id = ? AND text LIKE ?"
    assert look(desk, wrong, number, "まちがえた返信%") == [("cancelled",)]
    page.wait_for_timeout(7000)
    bodies = [mail.get_body(("plain",)) for mail in received(desk, "部品の在庫")]
    assert not [one for one in bodies if one and "まちがえた返信" in one.get_content()]
