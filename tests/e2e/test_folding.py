"""Hana reads a long conversation: the new words first, the rest with one click or one key."""

from email.message import EmailMessage

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Desk, MakeTicket, Windows
from tests.e2e.mailing import send, ticket_with

pytestmark = pytest.mark.once

TEXT = """承知しました。

--
川上商事　田中一郎

2024年9月10日(火) 10:00 サポート <help@shop.example>:

> 木曜日はいかがでしょうか。"""
MARKUP = (
    '<div dir="ltr">写真を送ります。</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">2024年9月10日'
    "(火) 10:00 サポート &lt;help@shop.example&gt;:<br></div><blockquote class='gmail_quote'>写真をお願いします。"
    "</blockquote></div>"
)


def test_hana_opens_one_part_with_a_click_and_the_whole_with_a_key(windows: Windows, new_ticket: MakeTicket) -> None:
    number = new_ticket("折りたたみの件", TEXT)
    page = windows.of("hana", f"/tickets/{number}")
    message = page.locator(".m-inward")
    expect(message.locator("[data-text]")).to_have_text("承知しました。")
    signature, quote = message.get_by_text("川上商事"), message.get_by_text("木曜日はいかが")
    expect(signature).to_be_hidden()
    message.locator(".folded-signature summary").click()
    expect(signature).to_be_visible()
    expect(quote).to_be_hidden()

    page.locator("#rows").focus()
    page.keyboard.press("q")
    expect(quote).to_be_visible()
    expect(signature).to_be_visible()
    page.keyboard.press("q")
    expect(quote).to_be_hidden()
    message.locator("[data-unfold]").click()
    expect(quote).to_be_visible()


@pytest.mark.parametrize("options", [{}, {"viewport": {"width": 375, "height": 700}, "color_scheme": "dark"}])
def test_hana_shows_the_quote_in_the_frame_of_an_html_mail(
    desk: Desk, windows: Windows, options: dict[str, object]
) -> None:
    subject = f"HTMLの折りたたみ {len(options)}"
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "hana@customer.example", "support@shop.example", subject
    message["Message-ID"] = f"<folding-{len(options)}@customer.example>"
    message.set_content(MARKUP, subtype="html")
    send(desk, message)
    page = windows.of("hana", f"/tickets/{ticket_with(desk, subject)}", **options)
    page.locator("[data-html]").click()
    frame = page.frame_locator(".html-frame")
    expect(frame.get_by_text("写真を送ります。")).to_be_visible()
    expect(frame.get_by_text("写真をお願いします。")).to_be_hidden()
    page.locator("[data-unfold-frame]").click()
    expect(frame.get_by_text("写真をお願いします。")).to_be_visible()
