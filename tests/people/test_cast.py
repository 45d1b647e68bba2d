"""The cast itself."""

from tests.cast import Cast, acting


def test_everybody_is_there_with_their_rights(cast: Cast) -> None:
    assert acting(cast.admin).has("anything:at_all")
    assert not acting(cast.hana).has("agent:manage")
    assert acting(cast.hana).team_ids == {cast.support.id}
    assert cast.tanaka.name == "田中 一郎"


def test_the_roles_of_the_start_hold_what_their_rooms_say(cast: Cast) -> None:
    hana, misaki, yumi = acting(cast.hana), acting(cast.misaki), acting(cast.yumi)
    assert hana.has("ticket:reply")
    assert not hana.has("ticket:bulk")
    assert misaki.has("ticket:bulk")
    assert yumi.has("ticket:read")
    assert not yumi.has("ticket:reply")
