"""The mail room's screens: searching, CSV, paths, who may come in."""

from typing import Any

import pytest
from django.test import Client

from madoguchi.channels.models import Inbox, RawMessage
from madoguchi.channels.services import inboxes, storing
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.people.models import Agent
from tests.cast import Cast, signed_in

MAIL = (
    b"From: =?utf-8?B?55Sw5Lit?= <tanaka@kawakami-shoji.example>\r\nTo: support@minato.example\r\n"
    b"Subject: =?utf-8?B?54KK6aOv5Zmo?= <script>\r\nMessage-ID: <%d@x.example>\r\n\r\ntext"
)


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


@pytest.fixture
def mailbox(cast: Cast) -> Inbox:
    settings = {"way_in": "door", "smtp_host": "mail.example"}
    values: dict[str, Any] = {"name": "=サポート", "address": "support@minato.example", "team_id": cast.support.id}
    return inboxes.create(kind="mail", settings=settings, by=SYSTEM, **values)


@pytest.fixture
def come_in(mailbox: Inbox) -> RawMessage:
    raw = storing.store_raw(mailbox.id, content=MAIL % 1, door="smtp", by=SYSTEM)
    run_due()
    raw.refresh_from_db()
    return raw


def test_a_mail_is_searched_and_leads_to_its_path_and_ticket(admin: Client, come_in: RawMessage) -> None:
    page = admin.get("/setup/mail-room", {"words": "炊飯器 tanaka"}).content.decode()
    assert f'href="/setup/mail-room/in/{come_in.id}"' in page
    assert f'href="/tickets/{come_in.ticket_id}"' in page
    assert "&lt;script&gt;" in page
    assert "<script> " not in page
    path = admin.get(f"/setup/mail-room/in/{come_in.id}").content.decode()
    assert "問い合わせに登録" in path


def test_nothing_found_says_what_to_do(admin: Client, come_in: RawMessage) -> None:
    assert "この窓口には届いていません" in admin.get("/setup/mail-room?words=nobody").content.decode()


def test_an_empty_mail_room_says_so(admin: Client) -> None:
    assert "メールはまだありません" in admin.get("/setup/mail-room").content.decode()


@pytest.mark.parametrize("wrong", ["state=x", "inbox=999", "since=tomorrow", "way=up"])
def test_a_filter_that_cannot_be_is_told(admin: Client, come_in: RawMessage, wrong: str) -> None:
    response = admin.get(f"/setup/mail-room?{wrong}")
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()


def test_a_broken_place_begins_at_the_top(admin: Client, come_in: RawMessage) -> None:
    assert str(come_in.id) in admin.get("/setup/mail-room?after=rubbish").content.decode()


def test_many_mails_come_in_pages(admin: Client, mailbox: Inbox) -> None:
    for number in range(52):
        storing.store_raw(mailbox.id, content=MAIL % number, door="smtp", by=SYSTEM)
    first = admin.get("/setup/mail-room?way=in").content.decode()
    assert first.count('href="/setup/mail-room/in/') == 50
    assert "way=in&amp;after=" in first
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert admin.get(f"/setup/mail-room{following}").content.decode().count('href="/setup/mail-room/in/') == 2


def test_the_list_as_csv_carries_no_formula(admin: Client, come_in: RawMessage) -> None:
    text = admin.get("/setup/mail-room.csv?words=tanaka").content.decode("utf-8-sig")
    heading, line = text.splitlines()
    assert "Message-ID" in heading
    assert "'=サポート" in line
    assert "tanaka@kawakami-shoji.example" in line


def test_hana_does_not_come_in(cast: Cast, come_in: RawMessage) -> None:
    hana = signed_in(cast.hana)
    for place in ("", ".csv", f"/in/{come_in.id}", "/retention", "/banner"):
        assert hana.get(f"/setup/mail-room{place}").status_code == 403


def test_english_people_read_it_in_english(cast: Cast, come_in: RawMessage) -> None:
    Agent.objects.filter(pk=cast.admin.pk).update(language="en")
    page = signed_in(cast.admin).get(f"/setup/mail-room/in/{come_in.id}").content.decode()
    assert "Put on its ticket" in page
