"""Two thousand tickets in one list: scrolled, walked with keys, and changed together."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, Desk, Windows
from tests.e2e.mailing import eventually, look

pytestmark = pytest.mark.once
MANY = 2010
FILL = f"""
import django; django.setup()
from datetime import timedelta
from madoguchi.kernel import clock
from madoguchi.people.models import Agent
from madoguchi.people.permissions import actor_for
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.services import viewing
one = Ticket.objects.order_by("id").first()
now = clock.now() - timedelta(days=30)
Ticket.objects.bulk_create(
    Ticket(subject=f"長い一覧 {{number}}", customer_id=one.customer_id, team_id=one.team_id, channel="mail",
           status="waiting", reference=f"L{{number:05d}}", created_at=now, updated_at=now,
           last_message_at=now - timedelta(minutes=number)) for number in range({MANY}))
misaki = Agent.objects.get(name__startswith=NAME)
rows = [{{"field": "subject", "operator": "contains", "value": "長い一覧"}}]
print(viewing.save(name="長い一覧", conditions=rows, agent_id=misaki.id, by=actor_for(misaki)).id)
"""


@pytest.fixture(scope="module")
def long_list(desk: Desk) -> str:
    """The address of a view of 2,010 tickets."""
    name = look(desk, "SELECT a.name FROM people_agent a WHERE a.email LIKE 'misaki%'")[0][0]
    made = subprocess.run(
        [sys.executable, "-c", f"NAME = {name!r}{FILL}"],
        env={**os.environ, **desk.site.environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert made.returncode == 0, made.stderr
    return f"/desk?view={made.stdout.strip()}"


def rows_of(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all("#rows .row .what b", "all => all.map(one => one.textContent)")
    return found


def scroll(page: Page, to: str, *, seen: str) -> None:
    """To the end of what is there, again and again, until a row is there; never more than five chunks are."""
    most = "rows => rows.querySelectorAll('.row').length"
    for _ in range(200):
        if page.locator("#rows").get_by_text(seen, exact=True).count():
            return
        before = rows_of(page)
        page.eval_on_selector("#rows", f"rows => rows.scrollTop = {to}")
        page.wait_for_function(
            "was => { const rows = [...document.querySelectorAll('#rows .row .what b')];"
            " return rows[0].textContent !== was[0] || rows.at(-1).textContent !== was.at(-1) }",
            arg=before,
        )
        assert page.eval_on_selector("#rows", most) <= 250
    raise AssertionError(f"{seen} never came")


def test_misaki_scrolls_to_the_last_of_two_thousand_tickets_and_a_way_back(windows: Windows, long_list: str) -> None:
    page = windows.of("misaki", long_list)
    scroll(page, "rows.scrollHeight", seen=f"長い一覧 {MANY - 1}")
    assert rows_of(page)[-1] == f"長い一覧 {MANY - 1}"
    scroll(page, "0", seen="長い一覧 1600")
    first = int(rows_of(page)[0].split()[1])
    assert rows_of(page) == [f"長い一覧 {first + number}" for number in range(len(rows_of(page)))]


def test_misaki_walks_over_the_edge_of_a_chunk_and_keeps_her_choice_and_her_place(
    windows: Windows, long_list: str
) -> None:
    page = windows.of("misaki", long_list)
    page.locator("#rows .pick").nth(2).click()
    scroll(page, "rows.scrollHeight", seen="長い一覧 320")
    head = page.locator("#ticket-pane .ticket-head h2")
    page.locator("#rows").get_by_text("長い一覧 300", exact=True).click()
    expect(head).to_contain_text("長い一覧 300")
    page.locator("#rows").focus()
    page.keyboard.press("k")
    expect(head).to_contain_text("長い一覧 299")
    expect(page.locator("#bulk")).to_contain_text("1 件")

    scroll(page, "0", seen="長い一覧 0")
    assert rows_of(page) == [f"長い一覧 {number}" for number in range(len(rows_of(page)))]
    expect(page.locator("#rows .pick").nth(2)).to_be_checked()
    page.locator("#rows").focus()
    page.keyboard.press("j")  # the open ticket's row is not on the page any more: the list goes back to it
    expect(head).to_contain_text("長い一覧 300")


def test_misaki_changes_all_two_thousand_but_one_sees_how_far_it_is_and_takes_it_back(
    desk: Desk, windows: Windows, long_list: str
) -> None:
    page = windows.of("misaki", long_list)
    bar = page.locator("#bulk")
    page.locator("#rows .pick").first.click()
    bar.get_by_role("button", name="この一覧をすべて選択").click()
    expect(bar).to_contain_text("2,010 件")
    page.locator("#rows .pick").nth(1).click()
    expect(bar).to_contain_text("2,009 件")

    bar.get_by_role("button", name="優先度").click()
    page.get_by_role("option", name="緊急").click()
    expect(bar.locator("progress")).to_be_visible()
    undo = page.locator("#toasts").get_by_role("button", name="取り消す")
    expect(undo).to_be_visible(timeout=150_000)
    count = "SELECT count(*) FROM tickets_ticket WHERE subject LIKE '長い一覧%' AND priority = 4"
    assert look(desk, count) == [(MANY - 1,)]

    undo.click()
    expect(bar.locator("progress")).to_be_visible()
    eventually(lambda: look(desk, count) == [(0,)], "the way back", seconds=150)
    expect(bar.locator("progress")).to_have_count(0)
