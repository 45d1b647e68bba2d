"""The screens of the set-up, as administrators use them and as others must not."""

import pytest
from django.db import transaction
from django.test import Client

from madoguchi.calendars import queries as calendars
from madoguchi.channels.models import Inbox
from madoguchi.channels.services.sealing import unseal
from madoguchi.channels.tasks import send_system_mail
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import enqueue
from madoguchi.kernel.models import JobRow
from madoguchi.kernel.models.job import JobState
from madoguchi.people.models import Agent, ApiKey, AuditLine, Role, Team
from madoguchi.tickets.models import Category, FieldDefinition, Macro, Tag
from madoguchi.tickets.services import opening, tagging
from tests.cast import PASSWORD, Cast, signed_in, visitor

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


def test_a_team_is_made_changed_switched_off_and_on(cast: Cast, admin: Client) -> None:
    form = {
        "name": "修理受付",
        "description": "修理",
        "tier": "2",
        "agents": [cast.ken.id],
        "leaders": [cast.misaki.id],
    }
    assert admin.post("/setup/teams/new", form)["Location"] == "/setup/teams"
    team = Team.objects.get(name="修理受付")
    assert set(team.agents.values_list("id", flat=True)) == {cast.ken.id, cast.misaki.id}
    assert "修理受付" in admin.get("/setup/teams").content.decode()
    assert "停止" in admin.get(f"/setup/teams/{team.id}/state").content.decode()
    admin.post(f"/setup/teams/{team.id}/state")
    assert Team.objects.get(pk=team.pk).active is False
    admin.post(f"/setup/teams/{team.id}/state")
    assert Team.objects.get(pk=team.pk).active is True


def test_a_name_that_exists_is_told_on_the_form_and_keeps_what_was_typed(cast: Cast, admin: Client) -> None:
    response = admin.post("/setup/teams/new", {"name": "サポート", "description": "もう一つ", "tier": "1"})
    assert response.status_code == 422
    page = response.content.decode()
    assert 'role="alert"' in page
    assert "もう一つ" in page


def test_a_new_agent_gets_a_link_and_chooses_a_password(cast: Cast, admin: Client) -> None:
    form = {
        "name": "佐々木 葵",
        "kana": "ささき あおい",
        "email": "aoi@madoguchi.example",
        "role_id": cast.roles["agent"].id,
        "teams": [cast.support.id],
    }
    page = admin.post("/setup/agents/new", form).content.decode()
    token = page.split("/invitation/")[1].split('"')[0]
    visitor().post(f"/invitation/{token}", {"password": PASSWORD, "again": PASSWORD})
    aoi = Agent.objects.get(email="aoi@madoguchi.example")
    assert aoi.check_password(PASSWORD)
    assert AuditLine.objects.filter(action="agent:create", subject_id=str(aoi.id)).exists()


def test_an_agent_is_switched_off_only_after_a_question(cast: Cast, admin: Client) -> None:
    address = f"/setup/agents/{cast.ken.id}/state"
    assert "サインアウト" in admin.get(address).content.decode()
    assert Agent.objects.get(pk=cast.ken.pk).is_active
    admin.post(address)
    assert not Agent.objects.get(pk=cast.ken.pk).is_active


def test_the_last_administrator_cannot_switch_themselves_off(cast: Cast, admin: Client) -> None:
    admin.post(f"/setup/agents/{cast.admin.id}/state")
    assert Agent.objects.get(pk=cast.admin.pk).is_active


def test_a_role_is_made_from_explained_permissions_and_deleted(cast: Cast, admin: Client) -> None:
    form = {"name": "新人", "ladder": "assigned", "permissions": ["ticket:read", "ticket:note"]}
    admin.post("/setup/roles/new", form)
    role = Role.objects.get(name="新人")
    assert (role.ladder, role.permissions) == ("assigned", ["ticket:note", "ticket:read"])
    page = admin.get(f"/setup/roles/{role.id}").content.decode()
    assert 'value="ticket:note" checked' in page
    admin.post(f"/setup/roles/{role.id}/removal")
    assert not Role.objects.filter(pk=role.pk).exists()


def test_an_unknown_permission_is_refused(cast: Cast, admin: Client) -> None:
    response = admin.post("/setup/roles/new", {"name": "x", "ladder": "all", "permissions": ["everything:at-all"]})
    assert response.status_code == 422


def test_business_hours_with_a_lunch_break_are_typed_and_previewed(cast: Cast, admin: Client) -> None:
    form = {
        "name": "平日",
        "time_zone": "Asia/Tokyo",
        "holidays": "JP",
        "days": "2026-12-29 休業\n12-31 09:00-12:00",
        **{f"day{number}": "９：００〜12:00、13:00-18:00" for number in range(5)},
        "day5": "",
        "day6": "休",
    }
    assert admin.post("/setup/hours/new", form).status_code == 302
    schedule = calendars.schedules().get(name="平日")
    version = calendars.current_version(schedule.id)
    assert version is not None
    assert version.weekly["0"] == [["09:00", "12:00"], ["13:00", "18:00"]]
    assert version.days == {"12-31": [["09:00", "12:00"]], "2026-12-29": []}
    page = admin.get(f"/setup/hours/{schedule.id}").content.decode()
    assert "これから2週間" in page
    assert "09:00-12:00, 13:00-18:00" in page


@pytest.mark.parametrize("typed", ["9-", "09:00", "morning", "9:00-12:00, 11:00-13:00"])
def test_hours_that_make_no_sense_are_told(cast: Cast, admin: Client, typed: str) -> None:
    form = {"name": "変", "time_zone": "Asia/Tokyo", "holidays": "", "days": "", "day0": typed}
    response = admin.post("/setup/hours/new", form)
    assert response.status_code == 422
    assert not calendars.schedules().filter(name="変").exists()


def test_categories_make_a_tree_without_circles(cast: Cast, admin: Client) -> None:
    plain = {"team_id": "", "position": "0", "active": "on"}
    admin.post("/setup/categories/new", {"name": "製品", "parent_id": "", **plain})
    above = Category.objects.get(name="製品")
    admin.post("/setup/categories/new", {"name": "炊飯器", "parent_id": above.id, **plain})
    below = Category.objects.get(name="炊飯器")
    assert below.parent_id == above.id
    response = admin.post(f"/setup/categories/{above.id}", {"name": "製品", "parent_id": below.id, **plain})
    assert response.status_code == 422
    admin.post(f"/setup/categories/{above.id}/removal")
    assert Category.objects.filter(pk=above.pk).exists()
    admin.post(f"/setup/categories/{below.id}/removal")
    assert not Category.objects.filter(pk=below.pk).exists()


def test_a_custom_field_keeps_its_key_and_kind(cast: Cast, admin: Client) -> None:
    form = {"label": "型番", "key": "model", "kind": "choice", "choices": "A-1\nB-2", "position": "0", "active": "on"}
    admin.post("/setup/fields/new", form)
    field = FieldDefinition.objects.get(key="model")
    assert field.choices == ["A-1", "B-2"]
    change = {
        "label": "製品型番",
        "choices": "A-1\nC-3",
        "key": "other",
        "kind": "text",
        "position": "1",
        "active": "on",
    }
    admin.post(f"/setup/fields/{field.id}", change)
    field.refresh_from_db()
    assert (field.label, field.key, field.kind, field.choices) == ("製品型番", "model", "choice", ["A-1", "C-3"])


def test_a_macro_shows_its_preview_and_refuses_unknown_placeholders(cast: Cast) -> None:
    hana = signed_in(cast.hana)
    form = {
        "name": "お礼",
        "owner": "me",
        "language": "ja",
        "text": "{{customer.name}}様",
        "position": "0",
        "active": "on",
    }
    assert hana.post("/setup/macros/new", {**form, "status": "closed", "take": "on"}).status_code == 302
    macro = Macro.objects.get(name="お礼")
    assert macro.changes == {"status": "closed", "assignee_id": "me"}
    preview = hana.post("/setup/macros/preview", {"text": "{{customer.name}}様 {{7*7}} {{config}}"}).content.decode()
    assert "田中 太郎様" in preview
    assert "49" not in preview
    refused = hana.post("/setup/macros/new", {**form, "name": "変", "text": "{{customer.secret}}"})
    assert refused.status_code == 422


def test_hana_cannot_write_a_macro_for_everyone(cast: Cast) -> None:
    form = {"name": "全員", "owner": "", "language": "ja", "text": "x", "position": "0", "active": "on"}
    response = signed_in(cast.hana).post("/setup/macros/new", form)
    assert response.status_code == 422
    assert not Macro.objects.exists()


def test_an_api_key_is_shown_once_and_revoked(cast: Cast, admin: Client) -> None:
    form = {"name": "受注", "agent_id": cast.hana.id, "scopes": ["ticket:read"], "expires_on": ""}
    page = admin.post("/setup/keys/new", form).content.decode()
    key = ApiKey.objects.get()
    assert f'value="{key.prefix}_' in page
    text = page.split(f'value="{key.prefix}_')[1].split('"')[0]
    assert text not in admin.get("/setup/keys").content.decode()
    admin.post(f"/setup/keys/{key.id}/revocation")
    key.refresh_from_db()
    assert key.revoked_at is not None


def test_a_key_without_scopes_is_not_issued(cast: Cast, admin: Client) -> None:
    response = admin.post("/setup/keys/new", {"name": "x", "agent_id": cast.hana.id})
    assert response.status_code == 422
    assert not ApiKey.objects.exists()


def test_a_mailbox_is_set_up_and_its_password_never_shown_again(cast: Cast, admin: Client) -> None:
    form = {
        "name": "サポート",
        "address": "support@minato.example",
        "team_id": cast.support.id,
        "undo_seconds": "10",
        "setting-way_in": "imap",
        "setting-imap_host": "imap.minato.example",
        "setting-imap_port": "993",
        "setting-imap_security": "tls",
        "setting-imap_user": "support",
        "setting-imap_password": "very-secret",
        "setting-imap_folder": "INBOX",
        "setting-afterwards": "seen",
        "setting-way_out": "none",
        "setting-smtp_port": "465",
        "setting-smtp_security": "tls",
    }
    response = admin.post("/setup/inboxes/new/mail", form)
    assert response.status_code == 302, response.content.decode()[-3000:]
    inbox = Inbox.objects.get()
    assert "very-secret" not in str(inbox.settings)
    page = admin.get(f"/setup/inboxes/{inbox.id}").content.decode()
    assert "very-secret" not in page
    admin.post(f"/setup/inboxes/{inbox.id}", {**form, "name": "窓口", "setting-imap_password": ""})
    inbox.refresh_from_db()
    assert (inbox.name, unseal(inbox.settings["imap_password"])) == ("窓口", "very-secret")
    assert "very-secret" not in str(list(AuditLine.objects.values_list("before", "after")))


def test_a_wrong_setting_is_told_at_its_field(cast: Cast, admin: Client) -> None:
    form = {"name": "サポート", "address": "support@minato.example", "undo_seconds": "10", "setting-imap_port": "many"}
    response = admin.post("/setup/inboxes/new/mail", form)
    assert response.status_code == 422
    assert "setting-imap_port_error" in response.content.decode()


def test_the_connection_test_says_in_plain_words_what_is_wrong(cast: Cast, admin: Client) -> None:
    form = {
        "setting-way_in": "imap",
        "setting-imap_host": "127.0.0.1",
        "setting-imap_port": "1",
        "setting-way_out": "none",
    }
    page = admin.post("/setup/inboxes/test/mail", form).content.decode()
    assert "接続できません" in page
    assert not Inbox.objects.exists()


def test_tags_are_renamed_and_merged(cast: Cast, admin: Client) -> None:
    ticket = opening.open_ticket(subject="故障", customer_id=cast.tanaka.id, text="動かない", kind="note", by=SYSTEM)
    tagging.add(ticket.id, names=["至急", "急ぎ"], by=SYSTEM)
    first, second = Tag.objects.get(name="至急"), Tag.objects.get(name="急ぎ")
    admin.post(f"/setup/tags/{second.id}/merge", {"into_id": first.id})
    assert list(Tag.objects.values_list("name", flat=True)) == ["至急"]
    admin.post(f"/setup/tags/{first.id}", {"name": "大至急"})
    assert "大至急" in admin.get("/setup/tags").content.decode()


def test_the_audit_trail_is_filtered_paged_and_safe_in_a_spreadsheet(cast: Cast, admin: Client) -> None:
    admin.post("/setup/company", {"name": "=HYPERLINK(1)"})
    page = admin.get("/setup/audit?action=company:update").content.decode()
    assert "company:update" in page
    assert "agent:create" not in page.split("<tbody>")[1]
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


def test_a_failed_mail_with_a_link_shows_its_subject_and_never_its_link(cast: Cast, admin: Client) -> None:
    link = "https://desk.example/password/new/1-abc"
    with transaction.atomic():
        job_id = enqueue(
            send_system_mail, to="x@example.jp", subject="パスワード", text=f"開く: {link}", external_id="1"
        )
    JobRow.objects.filter(pk=job_id).update(state=JobState.DEAD, error="refused", died_at=clock.now())
    page = admin.get("/setup/jobs").content.decode()
    assert "refused" in page
    assert "desk.example" not in page
    admin.post(f"/setup/jobs/{job_id}/retry")
    assert JobRow.objects.get(pk=job_id).state == JobState.WAITING
    JobRow.objects.filter(pk=job_id).update(state=JobState.DEAD, died_at=clock.now())
    admin.post(f"/setup/jobs/{job_id}/removal")
    assert not JobRow.objects.filter(pk=job_id).exists()
