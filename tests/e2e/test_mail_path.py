"""The main path with real servers: a customer's mail, an agent's answer, the customer's answer to it."""

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import MAILBOX, SUPPORT, Desk, Windows
from tests.e2e.mailing import arrived, look, mail, send, send_and_wait, ticket_with

MESSAGE_ID = re.compile(r"<[^<>@\s]+@[^<>@\s]+>")


def test_a_mail_by_smtp_is_answered_on_the_open_desk_and_its_answer_comes_back(desk: Desk, windows: Windows) -> None:
    page = windows.of("hana")
    first = mail("ふたが閉まりません", "炊飯器のふたが閉まりません。", to=SUPPORT)
    talk_through(desk, page, first, lambda message: send(desk, message))


def test_the_same_through_a_real_mailbox(desk: Desk, windows: Windows) -> None:
    mailbox = desk.mailbox
    if mailbox is None:
        pytest.skip("Dovecot is not installed here")
    page = windows.of("hana")
    first = mail("コードが短いです", "電源コードを長いものに替えられますか。", to=MAILBOX)
    talk_through(desk, page, first, lambda message: mailbox.put(message.as_bytes()))


def test_a_mail_that_comes_while_the_stream_is_being_opened_is_not_missed(desk: Desk, windows: Windows) -> None:
    subject = "流れが開く前に届いた件"

    def late(route: Route) -> None:
        send_and_wait(desk, subject, "画面を開いた直後に送りました。")
        route.continue_()

    page = windows.of("hana", "/account")
    page.route("**/live-ticket", late, times=1)
    page.goto(f"{desk.site.url}/desk")
    expect(page.locator(".row", has_text=subject)).to_be_visible(timeout=10_000)


def talk_through(desk: Desk, page: Page, first: EmailMessage, deliver: Callable[[EmailMessage], None]) -> None:
    subject = str(first["Subject"])
    page.evaluate("window.sameWindow = true")
    row = page.locator(".row", has_text=subject)
    expect(row).to_have_count(0)

    deliver(first)
    expect(row).to_be_visible(timeout=20_000)
    row.locator("a[data-ticket]").click()
    pane = page.locator("#ticket-pane")
    expect(pane.locator(".m-inward .body").first).to_contain_text(first.get_content().strip())

    page.keyboard.press("r")
    composer = pane.locator("reply-composer textarea")
    expect(composer).to_be_focused()
    page.keyboard.type("ご不便をおかけしております。新しいものをお送りします。")
    page.keyboard.press("Control+Enter")
    expect(pane.locator(".m-outward .body")).to_contain_text("新しいものをお送りします")

    answer = arrived(desk, 1, subject)
    assert answer["In-Reply-To"] == first["Message-ID"]
    assert first["Message-ID"] in answer["References"]
    assert MESSAGE_ID.fullmatch(str(answer["Message-ID"]))
    assert "tanaka@kawakami-shoji.example" in answer["To"]
    assert "新しいものをお送りします" in answer.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    expect(pane.locator(".m-outward .delivered")).to_be_visible(timeout=20_000)

    deliver(mail(f"Re: {subject}", "ありがとうございます。届くのを待っています。", to=str(first["To"]), answers=answer))
    expect(pane.locator(".m-inward [data-text]", has_text="届くのを待っています")).to_be_visible(timeout=20_000)
    number = ticket_with(desk, subject)
    kinds = look(desk, "SELECT kind FROM tickets_message WHERE ticket_id = ? ORDER BY id", number)
    assert kinds == [("inward",), ("outward",), ("inward",)]
    assert page.evaluate("window.sameWindow"), "the page was loaded anew"
