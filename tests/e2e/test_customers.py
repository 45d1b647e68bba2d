"""A note that pops up, twins that are merged, and the desk as an app that knows when it is offline."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Desk, MakeTicket, Windows

pytestmark = pytest.mark.once


def test_a_note_pops_up_on_the_ticket_and_twins_are_compared_and_merged(
    desk: Desk, windows: Windows, new_ticket: MakeTicket
) -> None:
    number = new_ticket("取扱注意の件")
    page = windows.of("admin", f"/tickets/{number}?box=all&scope=all")
    customer = page.locator("#panel .person a")
    expect(customer).to_be_visible()
    name, address = customer.inner_text(), str(customer.get_attribute("href"))

    page.goto(f"{desk.site.url}{address}")
    page.locator("#note-text").fill("返品は必ず責任者へ")
    page.get_by_label("取扱注意:すべての問い合わせに表示する").check()
    page.get_by_role("button", name="メモを追加").click()
    page.goto(f"{desk.site.url}/customers/new")
    page.locator("[name=name]").fill(name.replace(" ", ""))
    page.locator("[name=phone]").fill("090-7777-1234")
    page.locator("main button[type=submit]").click()

    page.goto(f"{desk.site.url}/tickets/{number}?box=all&scope=all")
    popup = page.locator(".ticket > .care-notes .care-note")
    expect(popup).to_contain_text("返品は必ず責任者へ")
    popup.get_by_role("button", name="確認しました").click()
    expect(popup).to_have_count(0)
    page.reload()
    expect(page.locator("#panel .twins")).to_be_visible()
    expect(popup).to_have_count(0)

    page.locator("#panel .twins a").first.click()
    expect(page.locator("main")).to_contain_text("090-7777-1234")
    page.get_by_role("button", name="統合", exact=True).click()
    expect(page.locator("main")).to_contain_text("090-7777-1234")
    expect(page.get_by_role("button", name="統合を取り消す")).to_be_visible()
    page.get_by_role("button", name="統合を取り消す").click()
    expect(page).to_have_url(re.compile(r"/customers/\d+$"))


def test_without_a_connection_the_last_copy_is_shown_with_its_time_and_forms_are_not(
    desk: Desk, windows: Windows, new_ticket: MakeTicket
) -> None:
    windows.expected = ("ERR_INTERNET_DISCONNECTED", "Failed to fetch", "net::ERR")
    number = new_ticket("接続のない件")
    page = windows.of("hana who leaves", f"/tickets/{number}?box=all&scope=all", service_workers="allow")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.goto(f"{desk.site.url}/tickets/{number}")
    expect(page.locator("#stale")).to_be_hidden()
    expect(page.locator(".message").first).to_be_visible()

    page.context.set_offline(True)
    page.goto(f"{desk.site.url}/tickets/{number}")
    expect(page.locator("#stale")).to_contain_text("次の時点の写し")
    expect(page.locator(".ticket-head")).to_contain_text("接続のない件")
    page.goto(f"{desk.site.url}/account")
    expect(page.locator("h1")).to_have_text("接続がありません")
    assert page.evaluate("caches.keys()") == ["static"]

    page.context.set_offline(False)
    page.goto(f"{desk.site.url}/account")
    page.get_by_role("button", name="サインアウト").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    page.context.set_offline(True)
    page.goto(f"{desk.site.url}/tickets/{number}")
    expect(page.locator("h1")).to_have_text("接続がありません")
