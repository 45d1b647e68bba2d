"""Nobody rises by their own hand, one administrator remains, and every change of rights is on record."""

import pytest

from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.errors import Invalid, NotAllowed
from madoguchi.people import queries, registry
from madoguchi.people.errors import AddressTaken, LastAdministrator, NameTaken, OwnRights, RightsExceeded, RoleInUse
from madoguchi.people.models import Agent
from madoguchi.people.services import agents, profile, roles, teams
from tests.cast import Cast, acting, signed_in


def deputy(cast: Cast) -> Agent:
    """Somebody who manages agents, teams and roles of their own team, but is no administrator."""
    role = roles.create(
        name="副管理者",
        permissions=["agent:manage", "team:manage", "role:manage", "ticket:read"],
        ladder="team",
        by=acting(cast.admin),
    )
    return agents.create(
        email="deputy@madoguchi.example",
        name="副管理者",
        role_id=role.id,
        team_ids=[cast.support.id],
        password="himitsu-no-kotoba-2026",
        by=acting(cast.admin),
    )


def test_hana_manages_nobody(cast: Cast) -> None:
    hana = acting(cast.hana)
    with pytest.raises(NotAllowed):
        agents.create(email="x@madoguchi.example", name="x", role_id=cast.roles["agent"].id, by=hana)
    with pytest.raises(NotAllowed):
        agents.update(cast.hana.id, role_id=cast.roles["administrator"].id, by=hana)
    with pytest.raises(NotAllowed):
        roles.update(cast.roles["agent"].id, permissions=["*"], by=hana)
    with pytest.raises(NotAllowed):
        teams.update(cast.technical.id, agent_ids=[cast.hana.id], by=hana)


def test_a_deputy_cannot_make_an_administrator_nor_become_one(cast: Cast) -> None:
    me = acting(deputy(cast))
    admin_role = cast.roles["administrator"].id
    with pytest.raises(RightsExceeded):
        agents.create(email="x@madoguchi.example", name="x", role_id=admin_role, by=me)
    with pytest.raises(OwnRights):
        agents.update(me.agent_id or 0, role_id=admin_role, by=me)
    with pytest.raises(RightsExceeded):
        roles.create(name="裏口", permissions=["*"], ladder="team", by=me)
    with pytest.raises(RightsExceeded):
        roles.create(name="裏口", permissions=["ticket:read"], ladder="all", by=me)
    own_role = Agent.objects.get(pk=me.agent_id).role_id
    with pytest.raises(RightsExceeded):
        roles.update(own_role, permissions=["agent:manage", "api_key:manage"], by=me)


def test_a_deputy_cannot_take_the_place_of_the_administrator(cast: Cast) -> None:
    me = acting(deputy(cast))
    with pytest.raises(RightsExceeded):
        agents.set_password(cast.admin.id, password="another-secret-2026", by=me)
    with pytest.raises(RightsExceeded):
        agents.update(cast.admin.id, email="mine@madoguchi.example", by=me)
    with pytest.raises(RightsExceeded):
        agents.deactivate(cast.admin.id, by=me)


def test_a_deputy_cannot_put_anybody_where_they_do_not_see(cast: Cast) -> None:
    me = acting(deputy(cast))
    with pytest.raises(RightsExceeded):
        agents.update(me.agent_id or 0, team_ids=[cast.support.id, cast.technical.id], by=me)
    with pytest.raises(RightsExceeded):
        teams.update(cast.technical.id, agent_ids=[cast.ken.id, me.agent_id or 0], by=me)


def test_the_last_administrator_stays(cast: Cast) -> None:
    second = agents.create(
        email="admin2@madoguchi.example", name="第二", role_id=cast.roles["administrator"].id, by=acting(cast.admin)
    )
    agents.deactivate(second.id, by=acting(cast.admin))
    with pytest.raises(OwnRights):
        agents.deactivate(cast.admin.id, by=acting(cast.admin))
    with pytest.raises(LastAdministrator):
        agents.deactivate(cast.admin.id, by=SYSTEM)
    with pytest.raises(LastAdministrator):
        agents.update(cast.admin.id, role_id=cast.roles["agent"].id, by=SYSTEM)
    with pytest.raises(LastAdministrator):
        roles.update(cast.roles["administrator"].id, permissions=["ticket:read"], by=acting(cast.admin))
    assert acting(cast.admin).has("agent:manage")


def test_a_refused_change_leaves_nothing_behind(cast: Cast) -> None:
    with pytest.raises(LastAdministrator):
        agents.update(cast.admin.id, name="改名", role_id=cast.roles["agent"].id, by=SYSTEM)
    cast.admin.refresh_from_db()
    assert (cast.admin.name, cast.admin.role.code) == ("管理者", "administrator")


def test_every_change_of_rights_is_on_record_with_before_and_after(cast: Cast) -> None:
    admin = acting(cast.admin)
    agents.update(cast.hana.id, role_id=cast.roles["supervisor"].id, team_ids=[cast.orders.id], by=admin)
    line = queries.audit_lines(subject_kind="agent", subject_id=cast.hana.id, by=admin)[0]
    assert (line.action, line.actor_name) == ("agent:update", "管理者")
    assert line.before["role"] == cast.roles["agent"].id
    assert line.after["role"] == cast.roles["supervisor"].id
    assert (line.before["teams"], line.after["teams"]) == ([cast.support.id], [cast.orders.id])

    roles.update(cast.roles["viewer"].id, ladder="all", by=admin)
    line = queries.audit_lines(subject_kind="role", subject_id=cast.roles["viewer"].id, by=admin)[0]
    assert (line.before["ladder"], line.after["ladder"]) == ("team", "all")

    teams.update(cast.support.id, agent_ids=[cast.ken.id], by=admin)
    line = queries.audit_lines(subject_kind="team", subject_id=cast.support.id, by=admin)[0]
    assert line.after["agents"] == [cast.ken.id]


def test_no_secret_ever_enters_the_audit_trail(cast: Cast) -> None:
    agents.set_password(cast.hana.id, password="naisho-no-kotoba-99", by=acting(cast.hana))
    for line in queries.audit_lines(by=acting(cast.admin)):
        assert "naisho" not in f"{line.before}{line.after}{line.subject_id}"


def test_sign_ins_good_and_bad_are_on_record(cast: Cast) -> None:
    signed_in(cast.hana)
    actions = list(queries.audit_lines(by=acting(cast.admin)).values_list("action", "actor_name"))
    assert ("session:open", "山田 花") in actions


def test_a_deactivated_agent_can_do_nothing_any_more(cast: Cast) -> None:
    agents.deactivate(cast.hana.id, by=acting(cast.admin))
    assert not acting(cast.hana).has("ticket:read")
    agents.reactivate(cast.hana.id, by=acting(cast.admin))
    assert acting(cast.hana).has("ticket:read")


def test_addresses_and_names_are_unique_whatever_their_case(cast: Cast) -> None:
    admin = acting(cast.admin)
    with pytest.raises(AddressTaken):
        agents.create(email="HANA@madoguchi.example", name="x", role_id=cast.roles["agent"].id, by=admin)
    with pytest.raises(NameTaken):
        teams.create(name="サポート", by=admin)
    with pytest.raises(NameTaken):
        roles.create(name="担当者", permissions=[], ladder="team", by=admin)


@pytest.mark.parametrize("password", ["", "short", "1234567890", "passwordpassword"[:8]])
def test_a_password_that_is_too_easy_is_refused(cast: Cast, password: str) -> None:
    with pytest.raises(Invalid):
        agents.set_password(cast.hana.id, password=password, by=acting(cast.hana))


def test_a_role_holds_only_what_rooms_know(cast: Cast) -> None:
    with pytest.raises(Invalid):
        roles.create(name="x", permissions=["ticket:everything"], ladder="team", by=acting(cast.admin))
    with pytest.raises(Invalid):
        roles.create(name="x", permissions=[], ladder="universe", by=acting(cast.admin))


def test_a_role_in_use_stays(cast: Cast) -> None:
    with pytest.raises(RoleInUse):
        roles.delete(cast.roles["agent"].id, by=acting(cast.admin))


def test_every_permission_of_every_room_is_explained_once(db: None) -> None:
    names = [str(right.permission) for group in registry.groups() for right in group.rights]
    assert len(names) == len(set(names))
    assert {"ticket:reply", "customer:merge", "agent:manage"} <= set(names)
    assert all(str(right.label) and str(right.explanation) for group in registry.groups() for right in group.rights)


def test_defaults_are_installed_once_and_leave_changed_roles_alone(cast: Cast) -> None:
    roles.update(cast.roles["viewer"].id, name="見学", by=acting(cast.admin))
    again = roles.install_defaults(by=acting(cast.admin))
    assert again["viewer"].name == "見学"
    assert queries.roles().count() == 4


def test_hana_changes_her_own_profile_but_no_right_through_it(cast: Cast) -> None:
    hana = acting(cast.hana)
    changed = profile.update_profile(
        cast.hana.id, language="en", time_zone="Europe/Berlin", preferences={"theme": "dark"}, by=hana
    )
    assert (changed.language, changed.preferences) == ("en", {"theme": "dark"})
    for preferences in ({"role": "administrator"}, {"theme": "<script>"}, {"undo_seconds": True}):
        with pytest.raises(Invalid):
            profile.update_profile(cast.hana.id, preferences=preferences, by=hana)
    for wrong in ({"language": "xx"}, {"time_zone": "../etc/passwd"}, {"name": "\u200b"}):
        with pytest.raises(Invalid):
            profile.update_profile(cast.hana.id, **wrong, by=hana)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        profile.update_profile(cast.ken.id, name="x", by=hana)
