"""Every page that there is, as a visitor, as another team's agent, and as somebody who may not set up."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from madoguchi.kernel import live
from madoguchi.tickets.models import Ticket
from tests.cast import Cast, acting, signed_in, visitor
from tests.rights.world import SECRET, Things, state

VERBS = ("GET", "POST", "DELETE", "PUT", "PATCH")
# Pages that are there for people who are not signed in.
PUBLIC = re.compile(
    r"^/($|first-run$|help|request|sign-in|sign-out$|password/forgotten|password/new|invitation/|sent-files/|guests/"
    r"|healthz$|readyz$|static/|manifest\.webmanifest$|sw\.js$|favicon\.ico$|robots\.txt$|offline$)"
)
FILLERS = {
    "kind": "reply",
    "slug": "toiawase",
    "token": "made-up",
    "uidb36": "1",
    "key": "made-up",
    "code": "tickets_created",
}


RECIPIENT = "kondo@netsuban.example"


def addresses() -> list[tuple[str, frozenset[str]]]:
    """Every address with {names} of its parameters, without those of the API."""
    found = {
        ("/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route), frozenset(re.findall(r"<(?:\w+:)?(\w+)>", route)))
        for route in _routes(get_resolver().url_patterns, "")
        if not route.startswith(("api/", "^"))
    }
    return sorted(found, key=lambda pair: pair[0])


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route


def fill(address: str, names: frozenset[str], ids: dict[str, int]) -> str:
    return address.format(**{name: ids.get(name, FILLERS.get(name, 1)) for name in names})


def form(ours: Things, cast: Cast) -> dict[str, Any]:
    """What every form of the desk asks for, referring only to what the sender may use."""
    return {
        "text": "x",
        "subject": "x",
        "agent_id": cast.hana.id,
        "team_id": cast.support.id,
        "until": "2030-01-01T09:00",
        "due_at": "2030-01-01T09:00",
        "state": "kept",
        "reason": "x",
        "absorbed_id": ours.other_ticket,
        "other_id": ours.other_ticket,
        "kind": "related",
        "message_ids": [ours.message],
        "to_team_id": cast.orders.id,
        "asked": "x",
        "tried": "x",
        "wanted": "x",
        "answer": "x",
        "status": "bin",
        "priority": "4",
        "names": "x",
        "add": "x",
        "name": "x",
        "confirm": "yes",
        "confirm_newer": "yes",
        "confirm_different_customers": "yes",
        "last_seen_id": ours.message,
        "client_key": "k",
        "body": "{}",
        "draft_id": "1",
        "to": RECIPIENT,
        "to_ticket_id": ours.other_ticket,
        "severity": "1",
        "decision": "agree",
        "outcome": "fan",
        "words": "x",
        "what": "ticket",
        "customer_id": str(ours.ticket),
        "revision": "0",
        "conditions": "[]",
        "changes": "{}",
        "ids": str(ours.other_ticket),
    }


def send(client: Client, verb: str, address: str, data: dict[str, Any] | None = None) -> Any:
    if verb == "POST":
        return client.post(address, data or {})
    return client.generic(verb, address)


def test_a_visitor_gets_no_further_than_the_door(cast: Cast, theirs: Things) -> None:
    client = visitor()
    before = state()
    for address, names in addresses():
        path = fill(address, names, theirs.ids())
        if PUBLIC.match(path):
            continue
        for verb in VERBS:
            answer = send(client, verb, path)
            at_the_door = answer.status_code == 302 and answer["Location"].startswith("/sign-in")
            assert at_the_door or answer.status_code in (401, 403, 404, 405), (verb, path, answer.status_code)
            assert SECRET not in answer.content.decode()
    assert state() == before


def test_what_is_public_shows_nothing_of_any_ticket(cast: Cast, theirs: Things) -> None:
    client = visitor()
    for address, names in addresses():
        path = fill(address, names, theirs.ids())
        if PUBLIC.match(path):
            answer = client.get(path)
            assert answer.status_code < 500, path
            assert SECRET not in b"".join(answer).decode(errors="replace"), path


def test_hana_can_do_nothing_to_what_belongs_to_another_team(cast: Cast, theirs: Things, ours: Things) -> None:
    client = signed_in(cast.hana)
    objects = set(theirs.ids())
    before = state()
    for address, names in addresses():
        if not names & objects or address.startswith("/setup"):
            continue
        path = fill(address, names, theirs.ids())
        for verb in VERBS:
            answer = send(client, verb, path, form(ours, cast) | {"to": RECIPIENT if "consult" in address else "[]"})
            allowed = {403, 404, 405}
            if address.startswith(("/sent-files", "/guests")):
                allowed.add(410)  # a link that nobody signed looks like one that has expired
            if verb == "DELETE" and address.rsplit("/", 1)[1] in ("presence", "lock", "{kind}"):
                allowed.add(204)  # only ever takes away one's own, and there is nothing
            assert answer.status_code in allowed, (verb, path, answer.status_code, answer.content[:200])
            assert SECRET not in answer.content.decode(), (verb, path)
    assert state() == before


@pytest.mark.parametrize(
    "path",
    [
        "/desk",
        "/desk?box=all",
        "/desk?box=unassigned",
        "/desk?team={team}",
        "/desk?view={view}",
        "/desk?q=極秘",
        "/desk?search=極秘",
        "/desk/boxes",
        "/complaints",
        "/complaints?show=consents",
        "/watch-list",
        "/desk/bell",
        "/desk/choices",
        "/desk/search?q=極秘",
        "/desk/search?q=%23{ticket}",
        "/desk/presence?ids={ticket}",
        "/customers/{customer}",
        "/tickets/{our_ticket}/panel",
        "/tickets/{our_ticket}/links",
        "/tickets/{our_ticket}/merges",
        "/reports",
    ],
)
def test_no_list_and_no_search_shows_what_belongs_to_another_team(
    cast: Cast, theirs: Things, ours: Things, path: str
) -> None:
    address = path.format(
        ticket=theirs.ticket,
        our_ticket=ours.ticket,
        team=cast.technical.id,
        view=theirs.view,
        customer=cast.smith.id,
    )
    for headers in ({}, {"HX-Request": "true"}):
        answer = signed_in(cast.hana).get(address, headers=headers)
        assert answer.status_code in (200, 400, 403, 404), (address, answer.status_code)
        text = answer.content.decode()
        assert SECRET not in text.replace("q=極秘", "").replace('value="極秘"', ""), address
        assert f"/tickets/{theirs.ticket}" not in re.sub(r"[?#][^\"]*", "", text), address


def test_ken_sees_his_own_in_the_list(cast: Cast, theirs: Things) -> None:
    assert SECRET in signed_in(cast.ken).get("/desk?box=all").content.decode()


# The overview shows an agent who writes macros the way to them, and nothing else.
SETUP_FOR_AGENTS = re.compile(r"^/setup($|/macros)")


@pytest.mark.parametrize("who", ["hana", "yumi"])
def test_set_up_is_closed_to_those_who_may_not(cast: Cast, ours: Things, who: str) -> None:
    client = signed_in(getattr(cast, who))
    before = state()
    for address, names in addresses():
        if not address.startswith("/setup") or (who == "hana" and SETUP_FOR_AGENTS.match(address)):
            continue
        path = fill(address, names, ours.ids())
        for verb in VERBS:
            answer = send(client, verb, path, form(ours, cast))
            assert answer.status_code in (403, 404, 405), (verb, path, answer.status_code)
    assert state() == before


def test_every_screen_of_set_up_opens_for_the_administrator(cast: Cast, ours: Things) -> None:
    client = signed_in(cast.admin)
    for address, names in addresses():
        if address.startswith("/setup") and not names:
            answer = client.get(address)
            assert answer.status_code in (200, 302, 405), (address, answer.status_code)


def test_a_profile_takes_no_rights_along(cast: Cast) -> None:
    before = state()["agents"], state()["members"]
    admin_role = cast.roles["administrator"].id
    signed_in(cast.hana).post(
        "/account",
        {
            "name": "山田 花",
            "kana": "やまだ はな",
            "language": "ja",
            "time_zone": "Asia/Tokyo",
            "signature": "",
            "role": admin_role,
            "role_id": admin_role,
            "is_active": "on",
            "email": "admin@madoguchi.example",
            "teams": [cast.technical.id],
            "team_ids": [cast.technical.id],
            "permissions": "*",
        },
    )
    assert (state()["agents"], state()["members"]) == before
    assert not acting(cast.hana).has("agent:manage")


def test_a_cross_site_form_changes_nothing(cast: Cast, ours: Things) -> None:
    client = signed_in(cast.hana, csrf=True)
    before = state()
    for path, data in (
        (f"/tickets/{ours.ticket}/closure", {}),
        (f"/tickets/{ours.ticket}/notes", {"text": "x"}),
        (f"/tickets/{ours.ticket}/assignment", {"agent_id": ""}),
        ("/account", {"name": "x"}),
        ("/sign-out", {}),
    ):
        assert client.post(path, data).status_code == 403, path
        json = client.post(path, '{"text": "x"}', content_type="text/plain")
        assert json.status_code == 403, path
    assert state() == before


def test_looking_changes_nothing(cast: Cast, ours: Things) -> None:
    client = signed_in(cast.hana)
    before = state()
    for address, names in addresses():
        if address.startswith("/setup/") or PUBLIC.match(address):
            continue
        answer = client.get(fill(address, names, ours.ids()))
        assert answer.status_code < 500, (address, answer.status_code)
        assert state() == before, address


def test_headers_of_a_proxy_that_is_not_ours_sign_nobody_in(cast: Cast) -> None:
    for header in ("X-Remote-User", "X-Forwarded-User", "Remote-User", "X-Forwarded-Email"):
        answer = visitor().get("/desk", headers={header: "admin@madoguchi.example"})
        assert answer.status_code == 302


def test_hana_hears_nothing_live_of_another_teams_ticket(cast: Cast, theirs: Things, ours: Things) -> None:
    listener = live.read_ticket(live.stream_ticket(acting(cast.hana)))
    assert listener is not None

    def heard(ticket_id: int) -> bool:
        ticket = Ticket.objects.get(pk=ticket_id)
        news = live.Announcement(
            id=1, name="x", ticket_id=ticket_id, team_id=ticket.team_id, assignee_id=ticket.assignee_id
        )
        return listener.may_hear(news)

    assert heard(ours.ticket)
    assert not heard(theirs.ticket)
    forged = live.stream_ticket(acting(cast.hana))
    assert live.read_ticket(forged[:-2] + "xx") is None
