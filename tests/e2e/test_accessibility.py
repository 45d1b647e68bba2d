"""axe finds nothing serious on any page, in both languages, light and dark, wide and narrow."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.__main__ import in_ci
from tests.e2e.conftest import ROOT, Desk, Windows

pytestmark = pytest.mark.once

AXE = ROOT / "madoguchi" / "web" / "assets" / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = {"serious", "critical"}
WORK_PAGES = (
    "/desk",
    "/desk?box=closed&scope=mine",
    "/tickets/{ticket}",
    "/customers",
    "/customers/new",
    "/customers/{customer}",
    "/customers/{customer}/form",
    "/companies",
    "/companies/new",
    "/knowledge",
    "/knowledge/new",
    "/knowledge/categories",
    "/reports",
    "/account",
    "/password",
    "/account/second-factor",
)
SETUP_PAGES = (
    "/setup",
    "/setup/company",
    "/setup/teams",
    "/setup/teams/new",
    "/setup/agents",
    "/setup/agents/new",
    "/setup/roles",
    "/setup/roles/new",
    "/setup/spam",
    "/setup/spam/new",
    "/setup/hours",
    "/setup/hours/new",
    "/setup/inboxes",
    "/setup/inboxes/new/mail",
    "/setup/inboxes/new/form",
    "/setup/inboxes/new/mail?service=sakura",
    "/setup/inboxes/new/mail?service=microsoft",
    "/setup/inboxes/1/ledger",
    "/setup/mail-room",
    "/setup/mail-room/retention",
    "/setup/quarantine",
    "/setup/deliveries",
    "/setup/categories",
    "/setup/categories/new",
    "/setup/fields",
    "/setup/fields/new",
    "/setup/macros",
    "/setup/macros/new",
    "/setup/tags",
    "/setup/views",
    "/setup/keys",
    "/setup/keys/new",
    "/setup/jobs",
    "/setup/audit",
)
PUBLIC_PAGES = ("/sign-in", "/password/forgotten", "/help", "/request", "/request/contact")
LOOKS: tuple[dict[str, Any], ...] = (
    {"language": "ja-JP", "color_scheme": "light", "viewport": {"width": 1440, "height": 900}},
    {"language": "en-US", "color_scheme": "dark", "viewport": {"width": 375, "height": 740}},
)


def problems(page: Page) -> list[str]:
    """What axe calls serious or critical on the page as it stands."""
    page.evaluate(Path(AXE).read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{page.url}: {rule['id']} ({rule['impact']}) {rule['nodes'][0]['target']} {rule['nodes'][0]['html'][:160]}"
        for rule in found["violations"]
        if rule["impact"] in SERIOUS
    ]


def walk(page: Page, desk: Desk, paths: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for path in paths:
        place = path.format(ticket=desk.founded["tickets"][0], customer=desk.founded["customers"]["tanaka"])
        answer = page.goto(f"{desk.site.url}{place}")
        assert answer is not None
        assert answer.status == 200, f"{place} answered {answer.status}"
        page.wait_for_load_state("load")
        page.wait_for_timeout(150)
        found += problems(page)
    return found


@pytest.fixture(autouse=True)
def axe_is_installed(built_assets: None) -> None:
    if not AXE.exists():
        assert not in_ci(), "axe-core is not installed"
        pytest.skip("axe-core is not installed: npm ci in madoguchi/web/assets")


@pytest.mark.parametrize("look", LOOKS, ids=["japanese-light-wide", "english-dark-narrow"])
def test_nothing_serious_where_agents_work(desk: Desk, windows: Windows, look: dict[str, Any]) -> None:
    page = windows.of("misaki", **look)
    assert walk(page, desk, WORK_PAGES) == []


@pytest.mark.parametrize("look", LOOKS, ids=["japanese-light-wide", "english-dark-narrow"])
def test_nothing_serious_in_the_set_up(desk: Desk, windows: Windows, look: dict[str, Any]) -> None:
    page = windows.of("admin", **look)
    assert walk(page, desk, SETUP_PAGES) == []


@pytest.mark.parametrize("look", LOOKS, ids=["japanese-light-wide", "english-dark-narrow"])
def test_nothing_serious_for_visitors(desk: Desk, windows: Windows, look: dict[str, Any]) -> None:
    page = windows.visitor(**look)
    assert walk(page, desk, PUBLIC_PAGES) == []


def test_nothing_serious_while_a_reply_is_written_and_menus_are_open(desk: Desk, windows: Windows) -> None:
    page = windows.of("misaki", f"/tickets/{desk.founded['tickets'][2]}")
    page.keyboard.press("r")
    page.keyboard.insert_text("Hello")
    found = problems(page)
    page.keyboard.press("Escape")
    for key in ("a", "s", "?", "Control+k"):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
        found += problems(page)
        page.keyboard.press("Escape")
        page.wait_for_timeout(200)
    assert found == []
