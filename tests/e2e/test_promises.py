"""お約束 in a real browser: seen while one writes, kept on ticket and list, asked about at the end."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, MakeTicket, Windows
from tests.e2e.mailing import arrived, look

pytestmark = pytest.mark.once

FIRST = "3営業日以内に代替品を発送いたします。"
SECOND = "後ほど担当よりお電話いたします。"
# The answer to a sent reply comes after its news on the stream, so that the next text is begun in between.
SLOW = """() => {
  const { fetch } = window;
  window.fetch = async (address, init) => {
    const response = await fetch(address, init);
    if (!String(address).endsWith("/replies")) return response;
    await new Promise((done) => setTimeout(done, 1000));
    setTimeout(() => (document.documentElement.dataset.answered = "yes"), 500);
    return response;
  };
}"""


def write(page: Page, text: str) -> None:
    page.keyboard.press("r")
    expect(page.locator("reply-composer textarea")).to_be_focused()
    page.keyboard.insert_text(text)


def test_a_promise_is_offered_kept_done_undone_and_asked_about(
    desk: Desk, windows: Windows, new_ticket: MakeTicket
) -> None:
    windows.expected = ("409",)
    number = new_ticket("お約束の件")
    page = windows.of("hana", f"/tickets/{number}?box=promises&scope=all", timezone_id="Asia/Tokyo")
    write(page, f"田中 様\n\n{FIRST}\n{SECOND}")
    chips = page.locator(".promise-chip")
    expect(chips).to_have_count(2)
    expect(chips.nth(0)).to_contain_text(re.compile(r"お約束: .+18:00 まで"))
    expect(chips.nth(1)).to_contain_text("目安")
    chips.nth(1).get_by_role("button", name="お約束にしない").click()
    expect(chips.nth(1)).to_have_class("promise-chip off")
    chips.nth(0).get_by_role("button").first.click()
    page.get_by_role("textbox", name="期限を変更").fill("2031-04-01T12:00")
    page.get_by_role("button", name="この期限にする").click()
    expect(chips.nth(0)).to_contain_text("4/1")
    page.keyboard.press("Escape")
    page.locator("reply-composer").get_by_role("button", name="送信", exact=True).click()

    strip = page.locator(f"#head-{number} [data-commitment]")
    expect(strip).to_have_count(1)
    expect(strip).to_contain_text("お約束 2031/4/1(火) 12:00 まで")
    expect(strip).to_contain_text(FIRST)
    expect(page.locator(f"#row-{number} .promised")).to_contain_text("2031/4/1(火) 12:00")
    assert FIRST in arrived(desk, 1, "お約束の件").get_content()

    strip.get_by_role("button", name="果たした").click()
    expect(strip).to_have_count(0)
    expect(page.locator(f"#row-{number}")).to_have_count(0)
    page.get_by_role("button", name="取り消す").click()
    expect(strip).to_have_count(1)

    page.locator("#ticket-pane .head-1").get_by_role("button", name="完了").click()
    question = page.get_by_role("dialog", name="果たしていないお約束があります")
    expect(question).to_contain_text(FIRST)
    question.get_by_role("button", name="果たしたので完了").click()
    expect(page.locator("#toasts")).to_contain_text(f"#{number} 完了")
    asked = (
        "SELECT t.status, c.state FROM tickets_ticket t JOIN tickets_commitment c ON c.ticket_id = t.id WHERE t.id = ?"
    )
    assert look(desk, asked, number) == [("closed", "kept")]


def test_an_answer_fulfils_a_promise_that_is_due(windows: Windows, new_ticket: MakeTicket) -> None:
    number = new_ticket("今日の件")
    page = windows.of("hana", f"/tickets/{number}")
    page.evaluate(SLOW)
    write(page, "田中 様\n\n本日中にご連絡いたします。")
    page.keyboard.press("Control+Enter")
    strip = page.locator(f"#head-{number} [data-commitment].today")
    expect(strip).to_have_count(1)
    page.keyboard.insert_text("田中 様\n\n確認が取れました。")
    tick = page.get_by_role("checkbox", name=re.compile("この返信で .+ のお約束を果たす"))
    expect(tick).to_be_checked()
    expect(page.locator("html[data-answered]")).to_have_count(1)
    page.keyboard.press("Control+Enter")
    expect(strip).to_have_count(0)
