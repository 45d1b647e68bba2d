"""Keys and invitations: random, kept only as hashes, expiring, and never more than their owner may."""

from datetime import timedelta

import pytest

from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM, Actor
from madoguchi.kernel.errors import Invalid, NotAllowed
from madoguchi.people.errors import InvitationInvalid, KeyInvalid, RightsExceeded
from madoguchi.people.models import ApiKey, Invitation
from madoguchi.people.services import agents, api_keys, invitations, roles
from tests.cast import Cast, acting


def key_of(cast: Cast, *scopes: str) -> Actor:
    _key, text = api_keys.issue(agent_id=cast.hana.id, name="連携", scopes=scopes, by=acting(cast.admin))
    return api_keys.authenticate(text)


def test_a_key_acts_for_hana_within_its_scopes_and_her_rights(cast: Cast) -> None:
    reading = key_of(cast, "ticket:read", "role:manage")
    assert reading.agent_id == cast.hana.id
    assert reading.has("ticket:read")
    assert not reading.has("ticket:reply")
    assert not reading.has("role:manage")
    everything = key_of(cast, "*")
    assert everything.has("ticket:reply")
    assert not everything.has("agent:manage")


def test_the_text_of_a_key_is_nowhere_in_the_database(cast: Cast) -> None:
    key, text = api_keys.issue(agent_id=cast.hana.id, name="連携", scopes=["*"], by=acting(cast.admin))
    row = ApiKey.objects.get(pk=key.pk)
    assert text.startswith(row.prefix)
    assert text not in f"{row.digest}{row.name}{row.prefix}"


@pytest.mark.parametrize(
    "text", ["", "mado", "mado_", "mado_aaaaaa_", "mado_aaaaaa_bbb", "Ａ_b_c", "a_b_c_d", "x" * 5000]
)
def test_what_is_no_key_opens_nothing(cast: Cast, text: str) -> None:
    with pytest.raises(KeyInvalid):
        api_keys.authenticate(text)


def test_a_right_prefix_with_a_wrong_rest_opens_nothing(cast: Cast) -> None:
    key, text = api_keys.issue(agent_id=cast.hana.id, name="連携", scopes=["*"], by=acting(cast.admin))
    with pytest.raises(KeyInvalid):
        api_keys.authenticate(text[:-1] + ("A" if text[-1] != "A" else "B"))
    with pytest.raises(KeyInvalid):
        api_keys.authenticate(f"{key.prefix}_")


def test_a_revoked_an_expired_and_an_orphaned_key_open_nothing(cast: Cast) -> None:
    admin = acting(cast.admin)
    revoked, revoked_text = api_keys.issue(agent_id=cast.hana.id, name="a", scopes=["*"], by=admin)
    api_keys.revoke(revoked.id, by=admin)
    _expired, expired_text = api_keys.issue(
        agent_id=cast.hana.id, name="b", scopes=["*"], expires_at=clock.now() - timedelta(seconds=1), by=admin
    )
    _orphan, orphan_text = api_keys.issue(agent_id=cast.ken.id, name="c", scopes=["*"], by=admin)
    agents.deactivate(cast.ken.id, by=admin)
    for text in (revoked_text, expired_text, orphan_text):
        with pytest.raises(KeyInvalid):
            api_keys.authenticate(text)


def test_hana_issues_no_keys_and_nobody_issues_keys_for_somebody_mightier(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        api_keys.issue(agent_id=cast.hana.id, name="x", scopes=["*"], by=acting(cast.hana))
    role = roles.create(name="鍵", permissions=["api_key:manage"], ladder="team", by=SYSTEM)
    agents.update(cast.hana.id, role_id=role.id, by=SYSTEM)
    with pytest.raises(RightsExceeded):
        api_keys.issue(agent_id=cast.admin.id, name="x", scopes=["*"], by=acting(cast.hana))
    with pytest.raises(Invalid):
        api_keys.issue(agent_id=cast.hana.id, name="x", scopes=["no:such"], by=acting(cast.hana))


def test_a_narrow_key_cannot_breed_a_wider_one_nor_take_over_its_owner(cast: Cast) -> None:
    _key, text = api_keys.issue(
        agent_id=cast.admin.id, name="狭い", scopes=["api_key:manage", "agent:manage"], by=acting(cast.admin)
    )
    narrow = api_keys.authenticate(text)
    with pytest.raises(RightsExceeded):
        api_keys.issue(agent_id=cast.admin.id, name="広い", scopes=["*"], by=narrow)
    with pytest.raises(RightsExceeded):
        agents.set_password(cast.admin.id, password="another-secret-2026", by=narrow)
    with pytest.raises(RightsExceeded):
        agents.update(cast.admin.id, email="mine@evil.example", by=narrow)


def test_an_invitation_works_once(cast: Cast) -> None:
    token = invitations.invite(cast.hana.id, by=acting(cast.admin))
    assert invitations.agent_invited(token) == cast.hana
    accepted = invitations.accept(token, password="atarashii-kotoba-1")
    assert accepted.check_password("atarashii-kotoba-1")
    with pytest.raises(InvitationInvalid):
        invitations.accept(token, password="mouichido-kotoba-2")
    assert token not in "".join(Invitation.objects.values_list("digest", flat=True))


def test_an_old_an_empty_a_replaced_and_a_made_up_invitation_do_not_work(cast: Cast) -> None:
    admin = acting(cast.admin)
    replaced = invitations.invite(cast.hana.id, by=admin)
    token = invitations.invite(cast.hana.id, by=admin)
    for wrong in (replaced, "", "made-up", token[:-1]):
        with pytest.raises(InvitationInvalid):
            invitations.accept(wrong, password="atarashii-kotoba-1")
    with clock.held_at(clock.now() + timedelta(days=8)), pytest.raises(InvitationInvalid):
        invitations.accept(token, password="atarashii-kotoba-1")


def test_a_new_password_ends_open_invitations(cast: Cast) -> None:
    token = invitations.invite(cast.hana.id, by=acting(cast.admin))
    agents.set_password(cast.hana.id, password="atarashii-kotoba-1", by=acting(cast.hana))
    with pytest.raises(InvitationInvalid):
        invitations.accept(token, password="uragawa-kotoba-22")


def test_a_weak_password_does_not_use_up_the_invitation(cast: Cast) -> None:
    token = invitations.invite(cast.hana.id, by=acting(cast.admin))
    with pytest.raises(Invalid):
        invitations.accept(token, password="short")
    assert invitations.accept(token, password="atarashii-kotoba-1")
