"""The screens of the set-up, as administrators use them and as others must not."""

import re

import pytest
from django.test import Client
from django.utils import translation

from madoguchi.kernel.catalogues import PACKAGE
from madoguchi.people.models import Agent, AuditLine, Team
from madoguchi.web.setup.audit_words import ACTIONS, actor_of, changes
from tests.cast import Cast, signed_in, visitor

SCREENS = [
    "/setup",
    "/setup/company",
    "/setup/teams",
    "/setup/teams/new",
    "/setup/agents",
    "/setup/agents/new",
    "/setup/roles",
    "/setup/roles/new",
    "/setup/hours",
    "/setup/hours/new",
    "/setup/inboxes",
    "/setup/inboxes/new/mail",
    "/setup/inboxes/new/form",
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
    "/setup/audit.csv",
]
FOR_EVERY_AGENT = {"/setup/macros", "/setup/macros/new", "/setup"}


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


@pytest.mark.parametrize("address", SCREENS)
def test_the_administrator_sees_every_screen_in_both_languages(cast: Cast, address: str) -> None:
    client = signed_in(cast.admin)
    assert client.get(address).status_code == 200
    Agent.objects.filter(pk=cast.admin.pk).update(language="en")
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", sorted(set(SCREENS) - FOR_EVERY_AGENT))
def test_hana_is_refused_where_she_may_not_set_up(cast: Cast, address: str) -> None:
    assert signed_in(cast.hana).get(address).status_code == 403


@pytest.mark.parametrize("address", SCREENS)
def test_a_visitor_is_sent_to_sign_in(cast: Cast, address: str) -> None:
    response = visitor().get(address)
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/sign-in")


def test_the_navigation_offers_only_what_one_may_enter(cast: Cast) -> None:
    page = signed_in(cast.hana).get("/setup/macros").content.decode()
    assert 'href="/setup/macros"' in page
    assert 'href="/setup/roles"' not in page


def test_the_audit_trail_is_filtered_paged_and_safe_in_a_spreadsheet(cast: Cast, admin: Client) -> None:
    admin.post("/setup/company", {"name": "=HYPERLINK(1)"})
    page = admin.get("/setup/audit?action=company:update").content.decode()
    assert "company:update" in page
    assert "agent:create" not in page.split("<tbody>")[1]
    assert "自社情報の変更" in page
    export = admin.get("/setup/audit.csv?action=company:update").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in export
    assert ",=HYPERLINK" not in export
    everything = admin.get("/setup/audit").content.decode()
    assert everything.count("<tr>") <= 52


def test_a_change_without_a_token_is_refused(cast: Cast) -> None:
    strict = signed_in(cast.admin, csrf=True)
    assert strict.post("/setup/company", {"name": "乗っ取り"}).status_code == 403


def test_looking_changes_nothing(cast: Cast, admin: Client) -> None:
    for address in (f"/setup/agents/{cast.ken.id}/state", f"/setup/teams/{cast.support.id}/state"):
        admin.get(address)
    assert Agent.objects.get(pk=cast.ken.pk).is_active
    assert Team.objects.get(pk=cast.support.pk).active


def test_every_audited_act_has_words() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.glob("**/services/*.py"))
    sources += "".join(path.read_text(encoding="utf-8") for path in PACKAGE.glob("*/subscribers.py"))
    codes = set(re.findall(r'note\(\s*"([a-z_]+:[a-z_]+)"', sources))
    assert codes
    assert codes <= set(ACTIONS)


HUGE = "9" * 30


@pytest.mark.parametrize(
    "address",
    [
        f"/setup/teams/{HUGE}",
        f"/setup/agents/{HUGE}",
        f"/setup/roles/{HUGE}",
        f"/setup/hours/{HUGE}",
        f"/setup/inboxes/{HUGE}",
        f"/setup/categories/{HUGE}",
        f"/setup/fields/{HUGE}",
        f"/setup/macros/{HUGE}",
        f"/setup/tags/{HUGE}",
        f"/setup/views/{HUGE}",
        f"/setup/keys/{HUGE}/revocation",
        f"/setup/quarantine/{HUGE}",
        f"/setup/audit?before={HUGE}",
        f"/setup/audit?subject_id={HUGE}",
        f"/customers/{HUGE}",
        f"/customers?after={HUGE}:x",
        f"/customers/1/merges?with={HUGE}",
        f"/companies/{HUGE}",
        f"/knowledge/{HUGE}",
        f"/reports?team={HUGE}",
        f"/help/{HUGE}",
        "/setup/inboxes/new/telegraph",
    ],
)
def test_strange_numbers_are_no_fault(cast: Cast, admin: Client, address: str) -> None:
    assert admin.get(address).status_code < 500


def test_an_address_with_a_slash_too_many_leads_to_the_page(cast: Cast, admin: Client) -> None:
    assert admin.get("/setup/audit/?actor=1").headers["Location"] == "/setup/audit?actor=1"
    assert admin.get("/nothing/").status_code == 404
    assert admin.get("//setup//").status_code == 404


def test_the_audit_trail_speaks_the_readers_language(cast: Cast) -> None:
    line = AuditLine(actor_kind="system", actor_name="system", action="inbox:update")
    with translation.override("ja"):
        assert actor_of(line) == "Madoguchi（自動）"
        assert changes({"receipt_enabled": False}, {"receipt_enabled": True}) == [("受付メール", "いいえ", "はい")]
