"""The desk of one agent follows what others do, goes on without a connection, and fits a telephone."""

import re

from playwright.sync_api import expect

from tests.cast import PASSWORD
from tests.e2e.conftest import Desk, MakeTicket, Windows
from tests.e2e.mailing import arrived, eventually, look


def test_hana_signs_in_with_her_password_and_lands_where_she_wanted_to_go(
    desk: Desk, windows: Windows, new_ticket: MakeTicket
) -> None:
    number = new_ticket("入口の件")
    page = windows.visitor(f"/tickets/{number}")
    page.get_by_label("メールアドレス").fill("hana@madoguchi.example")
    page.locator("input[name=password]").fill("ちがいます")
    page.get_by_role("button", name="サインイン").click()
    expect(page.get_by_role("alert")).to_be_visible()

    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="サインイン").click()
    expect(page.locator("#ticket-pane .ticket-head")).to_contain_text("入口の件")


def test_hana_sees_at_once_that_misaki_took_the_ticket_and_closed_it(
    desk: Desk, windows: Windows, new_ticket: MakeTicket
) -> None:
    number = new_ticket("引き受ける件")
    hana, misaki = windows.of("hana", f"/tickets/{number}"), windows.of("misaki", f"/tickets/{number}")
    misaki.keyboard.press("a")
    expect(misaki.locator(".menu input")).to_be_focused()
    misaki.keyboard.insert_text("美咲")
    expect(misaki.locator(".menu [role=option]")).to_have_count(1)
    misaki.keyboard.press("Enter")
    expect(hana.locator("[data-menu=assignee]")).to_contain_text("鈴木 美咲", timeout=10_000)
    misaki.keyboard.press("e")
    expect(hana.locator("[data-menu=status]")).to_contain_text("完了", timeout=10_000)
    assert look(desk, "SELECT status FROM tickets_ticket WHERE id = ?", number) == [("closed",)]


def test_a_reply_written_without_a_connection_goes_out_once_when_it_is_back(
    desk: Desk, windows: Windows, new_ticket: MakeTicket
) -> None:
    windows.expected = ("ERR_INTERNET_DISCONNECTED", "ERR_NETWORK_CHANGED")
    number = new_ticket("圏外の件")
    page = windows.of("hana", f"/tickets/{number}")
    page.keyboard.press("r")
    expect(page.locator("reply-composer textarea")).to_be_focused()
    page.context.set_offline(True)
    page.keyboard.insert_text("圏外から送ります。")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".m-pending")).to_contain_text("圏外から送ります")
    assert look(desk, "SELECT 1 FROM tickets_message WHERE ticket_id = ? AND kind = 'outward'", number) == []

    page.context.set_offline(False)
    arrived(desk, 1, "圏外の件")
    page.reload()
    expect(page.locator(".m-outward")).to_have_count(1)


def test_a_file_of_hana_reaches_the_customer_whole(desk: Desk, windows: Windows, new_ticket: MakeTicket) -> None:
    number = new_ticket("見積書の件")
    page = windows.of("hana", f"/tickets/{number}")
    page.keyboard.press("r")
    page.keyboard.insert_text("見積書をお送りします。")
    content = b"%PDF-1.4\n" + bytes(range(256)) * 40
    picker = page.locator("reply-composer input[type=file]")
    with page.expect_response("**/attachments"):
        picker.set_input_files({"name": "見積書.pdf", "mimeType": "application/pdf", "buffer": content})
    page.locator("reply-composer textarea").focus()
    page.keyboard.press("Control+Enter")

    answer = arrived(desk, 1, "見積書の件")
    files = [(part.get_filename(), part.get_content()) for part in answer.iter_attachments()]
    assert files == [("見積書.pdf", content)]


def test_on_a_telephone_the_list_gives_way_to_the_ticket_and_comes_back(
    windows: Windows, new_ticket: MakeTicket
) -> None:
    new_ticket("電話の画面の件")
    page = windows.of("hana", viewport={"width": 375, "height": 740}, has_touch=True)
    row = page.locator(".row", has_text="電話の画面の件")
    row.locator("a[data-ticket]").tap()
    expect(page.locator("#ticket-pane .ticket-head")).to_be_visible()
    expect(row).not_to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.locator("[data-back]").tap()
    expect(row).to_be_in_viewport()


def test_a_visitor_without_scripts_asks_by_the_form_and_hana_sees_it_come(desk: Desk, windows: Windows) -> None:
    hana = windows.of("hana")
    visitor = windows.visitor("/request/contact", java_script_enabled=False)
    visitor.get_by_label("お名前").fill("川上 春子")
    visitor.get_by_label("メールアドレス").fill("haruko@kawakami.example")
    visitor.get_by_label("件名").fill("フォームからの件")
    visitor.get_by_label("お問い合わせ内容").fill("鍋のふただけ買えますか。")
    visitor.wait_for_timeout(3500)
    visitor.get_by_role("button", name="送信").click()
    expect(visitor).to_have_url(re.compile("/sent"))
    reference = eventually(
        lambda: look(desk, "SELECT reference FROM tickets_ticket WHERE subject = ?", "フォームからの件"), "the ticket"
    )[0][0]
    expect(visitor.locator("main")).to_contain_text(reference)
    expect(hana.locator(".row", has_text="フォームからの件")).to_be_visible(timeout=20_000)
