"""Keys of one's own, and the app on a device."""

import json

import pytest
from django.test import Client

from madoguchi.people.models import Agent
from madoguchi.web import keys
from tests.cast import Cast, signed_in, visitor


@pytest.fixture
def hana(cast: Cast) -> Client:
    return signed_in(cast.hana)


def test_hana_changes_a_key_and_the_list_and_the_desk_know(cast: Cast, hana: Client) -> None:
    form = {"shortcuts": "on", **keys.USUAL, "reply": "m", "note": ""}
    assert hana.post("/account/shortcuts", form).status_code == 302
    assert Agent.objects.get(pk=cast.hana.id).preferences["keys"] == {"reply": "m", "note": ""}
    assert "<kbd>m</kbd>" in hana.get("/desk/keys").content.decode()
    assert "&#34;reply&#34;: &#34;m&#34;" in hana.get("/desk").content.decode()
    hana.post("/account/shortcuts", {"usual": "yes"})
    assert keys.of(Agent.objects.get(pk=cast.hana.id)) == keys.USUAL


def test_one_key_has_one_meaning(cast: Cast, hana: Client) -> None:
    form = {"shortcuts": "on", **keys.USUAL, "reply": "n"}
    assert hana.post("/account/shortcuts", form).status_code == 422
    assert hana.post("/account/shortcuts", {"shortcuts": "on", **keys.USUAL, "reply": "ab"}).status_code == 422


def test_single_keys_can_be_switched_off(cast: Cast, hana: Client) -> None:
    hana.post("/account/shortcuts", dict(keys.USUAL))
    assert 'data-letters="off"' in hana.get("/desk").content.decode()
    assert "1 文字のショートカットは切ってあります" in hana.get("/desk/keys").content.decode()


@pytest.mark.once
def test_the_app_names_itself_and_its_worker_shows_nothing_of_anybody(cast: Cast) -> None:
    anybody = visitor()
    told = json.loads(anybody.get("/manifest.webmanifest").content)
    assert told["start_url"] == "/desk"
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512", "any"}
    assert anybody.get("/sw.js")["Content-Type"] == "text/javascript"
    assert anybody.get("/offline").status_code == 200
