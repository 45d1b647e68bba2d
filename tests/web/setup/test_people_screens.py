"""Setting up teams, agents, roles and keys."""

import pytest
from django.test import Client

from madoguchi.people.models import Agent, ApiKey, AuditLine, Role, Team
from tests.cast import PASSWORD, Cast, signed_in, visitor


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


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


def test_a_new_agent_gets_no_role_by_accident(cast: Cast, admin: Client) -> None:
    answer = admin.post("/setup/agents/new", {"name": "佐々木 葵", "email": "aoi@madoguchi.example", "role_id": ""})
    assert answer.status_code == 422
    assert '<option value="" selected>選択してください</option>' in answer.content.decode()


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
