"""相談 with real servers: 花 asks the maker, who answers by mail and on the page; 田中様 learns nothing of it."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import SUPPORT, Desk, Windows
from tests.e2e.mailing import arrived, look, mail, send, send_and_wait, ticket_with

MAKER = "近藤 <kondo@netsuban.example>"


def test_the_maker_answers_by_mail_and_by_link_and_the_customer_learns_nothing(desk: Desk, windows: Windows) -> None:
    subject, question = "鍋が温まりません", "熱板の在庫について"
    number = send_and_wait(desk, subject, "鍋を置いても温まりません。")
    page = windows.of("hana", f"/tickets/{number}")
    page.locator("[data-menu=more]").click()
    page.get_by_role("option", name="社外・他部署に相談").click()
    dialog = page.get_by_role("dialog", name="社外・他部署に相談")
    dialog.get_by_label("宛先").fill(MAKER)
    dialog.get_by_label("件名").fill(question)
    dialog.get_by_label("相談内容").fill("在庫と納期を教えてください。")
    dialog.get_by_role("button", name="送信").click()
    strip = page.locator(".promise.consultation")
    expect(strip).to_contain_text("回答待ち")

    asked = arrived(desk, 1, question)
    words = asked.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert subject not in asked.as_string() + words and "tanaka" not in asked.as_string()
    send(desk, mail(f"Re: {asked['Subject']}", "在庫は12個です。", to=SUPPORT, sender=MAKER, answers=asked))
    expect(strip).to_contain_text("在庫は12個です。", timeout=20_000)
    strip.get_by_role("button").click()
    said = page.locator("#dialogs .said")
    expect(said).to_contain_text("在庫は12個です。")

    link = re.search(r"http://\S+/guests/\S+", words)
    assert link is not None
    guest = windows.visitor(None, java_script_enabled=False)
    guest.goto(link[0])
    expect(guest.locator("main")).to_contain_text("在庫は12個です。")
    expect(guest.locator("main")).not_to_contain_text(subject)
    guest.get_by_label("ご回答").fill("納期は3日です。")
    guest.get_by_role("button", name="送信").click()
    expect(guest.get_by_role("status")).to_contain_text("ご回答を受け付けました")

    expect(said).to_contain_text("納期は3日です。", timeout=20_000)
    said.locator("[data-said]").last.get_by_role("button", name="返信に引用").click()
    composer = page.locator("reply-composer textarea")
    expect(composer).to_have_value("> 納期は3日です。\n")
    composer.fill("3日でお届けできます。")
    page.keyboard.press("Control+Enter")
    answer = arrived(desk, 1, subject)
    whole = answer.as_string() + answer.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    secrets = (question, "12個", "近藤", "/guests/", str(asked["Message-ID"]))
    assert not [secret for secret in secrets if secret in whole]
    kinds = look(desk, "SELECT kind FROM tickets_message WHERE ticket_id = ? ORDER BY id", ticket_with(desk, subject))
    assert kinds == [("inward",), ("outward",)]
