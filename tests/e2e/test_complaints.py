"""クレーム in a real browser: record, consent, letter, closing, follow-up."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Desk, MakeTicket, Windows
from tests.e2e.mailing import look

pytestmark = pytest.mark.once


def test_a_complaint_from_its_record_to_the_follow_up(desk: Desk, windows: Windows, new_ticket: MakeTicket) -> None:
    windows.expected = ("409 (Conflict)",)
    number = new_ticket("蓋が割れていました")
    hana = windows.of("hana", f"/tickets/{number}")
    hana.locator("[data-menu=more]").click()
    hana.get_by_role("option", name="クレーム…").click()
    window = hana.get_by_role("dialog", name="クレームとして登録")
    window.get_by_text("重大", exact=True).click()
    window.get_by_label("事実").fill("届いた炊飯器の蓋が割れていた。")
    window.get_by_label("お気持ち").fill("楽しみにしていたのに残念だった。")
    window.get_by_label("ご要望").fill("交換してほしい。")
    window.get_by_role("button", name="クレームとして登録").click()
    strip = hana.locator("[data-complaint]")
    expect(strip).to_contain_text("重大")

    hana.locator("[data-act=close]").click()
    expect(hana.locator("#toasts")).to_contain_text("1 名の決裁が必要です")
    strip.get_by_role("button").click()
    window = hana.get_by_role("dialog", name="クレーム記録")
    window.get_by_label("提案の内容").fill("新品と交換し、お詫び状をお送りする。")
    window.get_by_role("button", name="決裁を依頼する").click()
    expect(window).to_have_count(0)

    misaki = windows.of("misaki", "/complaints?show=consents")
    misaki.get_by_role("link", name="蓋が割れていました").click()
    misaki.locator("[data-complaint]").get_by_role("button").click()
    window = misaki.get_by_role("dialog", name="クレーム記録")
    expect(window).to_contain_text("お詫び状をお送りする")
    window.get_by_role("button", name="決裁する").click()
    expect(window).to_have_count(0)

    strip.get_by_role("button").click()
    window = hana.get_by_role("dialog", name="クレーム記録")
    expect(window.locator(".consent")).to_contain_text("1/1")
    window.get_by_role("link", name="書状を作成…").click()
    expect(hana.get_by_label("宛先")).to_have_value("田中 一郎 様")
    hana.get_by_role("button", name="問い合わせに保存").click()
    expect(hana.locator(f"#messages-{number}")).to_contain_text("お詫び.pdf")
    with hana.expect_download() as given:
        hana.locator(f"#messages-{number}").get_by_role("link", name="お詫び.pdf").first.click()
    assert given.value.path().read_bytes().startswith(b"%PDF-")

    with hana.expect_response(lambda answer: "/closure" in answer.url and answer.ok):
        hana.locator("[data-act=close]").click()
    due = "SELECT follow_up_at IS NOT NULL AND remind_at IS NOT NULL FROM tickets_complaint WHERE ticket_id = ?"
    assert look(desk, due, number) == [(1,)]
    misaki.goto(f"{desk.site.url}/complaints?show=follow-ups")
    expect(misaki.get_by_role("main")).to_contain_text("蓋が割れていました")
    hana.goto(f"{desk.site.url}/tickets/{number}")
    strip.get_by_role("button", name="記録と事後確認").click()
    window = hana.get_by_role("dialog", name="クレーム記録")
    window.get_by_text("ファンになってくださった").click()
    window.get_by_role("button", name="事後確認を記録").click()
    expect(window).to_have_count(0)
    misaki.goto(f"{desk.site.url}/complaints?show=done")
    expect(misaki.get_by_role("main")).to_contain_text("ファンになってくださった")
