"""Hana works without a mouse."""

from playwright.sync_api import expect

from tests.e2e.conftest import Desk, MakeTicket, Windows
from tests.e2e.mailing import eventually, look


def test_hana_walks_the_list_answers_inside_and_closes_with_single_letters(
    desk: Desk, windows: Windows, new_ticket: MakeTicket
) -> None:
    older, newer = new_ticket("鍵盤の件その一"), new_ticket("鍵盤の件その二")
    page = windows.of("hana", "/desk?box=new&scope=all")
    pane = page.locator("#ticket-pane")
    page.locator("#rows").focus()

    page.keyboard.press("j")
    expect(pane.locator(".ticket-head")).to_contain_text("鍵盤の件その二")
    page.keyboard.press("j")
    expect(pane.locator(".ticket-head")).to_contain_text("鍵盤の件その一")
    page.keyboard.press("k")
    expect(pane.locator(".ticket-head")).to_contain_text("鍵盤の件その二")

    expect(pane.locator(f"article[data-ticket-id='{newer}'] .messages .message")).to_have_count(1)
    page.keyboard.press("n")
    expect(pane.locator("reply-composer textarea")).to_be_focused()
    page.keyboard.insert_text("在庫は倉庫にあります。ejk")
    page.keyboard.press("Control+Enter")
    expect(pane.locator(".m-note [data-text]")).to_contain_text("在庫は倉庫にあります")
    page.keyboard.press("Escape")

    page.keyboard.press("e")
    eventually(
        lambda: look(desk, "SELECT status FROM tickets_ticket WHERE id = ?", newer) == [("closed",)], "the closure"
    )
    assert look(desk, "SELECT status FROM tickets_ticket WHERE id = ?", older) == [("new",)]


def test_the_keys_are_listed_and_the_palette_finds_a_ticket(windows: Windows, new_ticket: MakeTicket) -> None:
    number = new_ticket("見つけたい問い合わせ")
    page = windows.of("hana")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog")
    expect(keys).to_be_visible()
    expect(keys.locator("kbd").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)

    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog")
    expect(palette).to_be_visible()
    page.keyboard.type(str(number))
    expect(palette).to_contain_text("見つけたい問い合わせ")
    page.keyboard.press("Enter")
    expect(page.locator("#ticket-pane .ticket-head")).to_contain_text("見つけたい問い合わせ")
