"""The public request form, as customers and robots use it."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from madoguchi.channels.models import Inbox
from madoguchi.channels.services import inboxes
from madoguchi.customers.models import Customer
from madoguchi.kernel.actors import SYSTEM
from madoguchi.tickets.models import Attachment, Message, Ticket
from madoguchi.tickets.services import cataloguing
from madoguchi.web.public import guard
from tests.cast import TANAKA_ADDRESS, Cast, visitor

FORM = "/request/contact"
QUESTION = {"name": "田中 一郎", "email": TANAKA_ADDRESS, "subject": "炊飯器の保温", "text": "保温が切れます。"}


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def form(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """An open form of the team サポート; people in these tests type fast."""
    monkeypatch.setattr(guard, "SHORTEST_SECONDS", 0)
    inboxes.create(kind="form", name="お問い合わせ", address="contact", team_id=cast.support.id, settings={}, by=SYSTEM)
    return cast


def stamp_of(client: Client, address: str = FORM) -> str:
    found = re.search(r'name="stamp" value="([^"]+)"', client.get(address).content.decode())
    assert found
    return found[1]


def send(client: Client, **more: Any) -> Any:
    return client.post(FORM, {**QUESTION, "stamp": stamp_of(client), **more})


def test_tanaka_asks_and_gets_a_reference(form: Cast) -> None:
    client = visitor()
    response = send(client, company="川上商事", phone="03-1234-5678")
    assert response.status_code == 302
    ticket = Ticket.objects.get()
    assert ticket.reference in client.get(response["Location"]).content.decode()
    assert (ticket.subject, ticket.team_id, ticket.channel) == ("炊飯器の保温", form.support.id, "form")
    assert ticket.customer_id == form.tanaka.id
    assert Customer.objects.filter(identities__address_key=TANAKA_ADDRESS).count() == 1


def test_category_and_custom_fields_reach_the_ticket(form: Cast) -> None:
    category = cataloguing.save_category(name="故障", by=SYSTEM)
    cataloguing.save_field(label="型番", key="model", kind="choice", choices=["A-1", "B-2"], on_form=True, by=SYSTEM)
    cataloguing.save_field(label="社内用", key="secret", kind="text", on_form=False, by=SYSTEM)
    client = visitor()
    page = client.get(FORM).content.decode()
    assert "型番" in page
    assert "社内用" not in page
    send(client, category=category.id, **{"field-model": "B-2", "field-secret": "x"})
    ticket = Ticket.objects.get()
    assert ticket.category_id == category.id
    assert ticket.fields == {"model": "B-2"}


def test_photos_come_along(form: Cast) -> None:
    photos = [SimpleUploadedFile(f"写真{n}.png", b"\x89PNG\r\n\x1a\n" + bytes(20 + n), "image/png") for n in range(2)]
    assert send(visitor(), attachments=photos).status_code == 302
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["写真0.png", "写真1.png"]


def test_too_many_or_too_large_files_are_refused_and_the_words_stay(
    form: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(6)]
    response = send(visitor(), attachments=many)
    page = response.content.decode()
    assert response.status_code == 422
    assert "5個まで" in page
    assert "保温が切れます。" in page
    assert "もう一度選んで" in page
    monkeypatch.setattr("madoguchi.web.public.questions.LARGEST_FILE", 10)
    assert send(visitor(), attachments=[SimpleUploadedFile("big.txt", b"x" * 11)]).status_code == 422
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("email", "tanaka"), ("subject", ""), ("text", "  ")])
def test_what_is_missing_is_told_at_its_field_and_nothing_is_lost(form: Cast, field: str, value: str) -> None:
    response = send(visitor(), **{field: value})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in page
    assert f'id="q-{field}_error"' in page
    kept = "保温が切れます。" if field != "text" else "炊飯器の保温"
    assert kept in page


def test_a_second_click_makes_no_second_ticket(form: Cast) -> None:
    client = visitor()
    stamp = stamp_of(client)
    first = client.post(FORM, {**QUESTION, "stamp": stamp})
    second = client.post(FORM, {**QUESTION, "stamp": stamp})
    assert first.status_code == second.status_code == 302
    assert Ticket.objects.count() == Message.objects.count() == 1


def test_a_robot_that_fills_the_hidden_field_is_not_taken(form: Cast) -> None:
    assert send(visitor(), website="http://spam.example").status_code == 422
    assert not Ticket.objects.exists()


def test_a_robot_that_types_in_no_time_is_not_taken(form: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SHORTEST_SECONDS", 3)
    response = send(visitor())
    assert response.status_code == 422
    assert "早すぎました" in response.content.decode()
    assert "保温が切れます。" in response.content.decode()


@pytest.mark.parametrize("stamp", ["", "made-up", "eyJrZXkiOiJ4In0:1abc:xyz"])
def test_a_form_that_was_never_shown_is_not_taken(form: Cast, stamp: str) -> None:
    assert visitor().post(FORM, {**QUESTION, "stamp": stamp}).status_code == 422
    assert not Ticket.objects.exists()


def test_one_address_cannot_be_flooded_whoever_asks(form: Cast) -> None:
    answers = [send(visitor(), subject=f"件名{n}").status_code for n in range(guard.PER_MAIL_AN_HOUR + 3)]
    assert answers.count(302) == guard.PER_MAIL_AN_HOUR
    assert Ticket.objects.count() <= guard.PER_MAIL_AN_HOUR


def test_one_visitor_cannot_flood_with_changing_addresses_and_forwarded_headers(
    form: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "PER_ADDRESS_AN_HOUR", 3)
    client = visitor()
    for number in range(5):
        client.post(
            FORM,
            {**QUESTION, "email": f"x{number}@example.com", "stamp": stamp_of(client)},
            headers={"x-forwarded-for": f"10.0.0.{number}"},
        )
    assert Ticket.objects.count() == 3


def test_made_up_tags_do_not_get_around_the_limit_of_one_mailbox(form: Cast) -> None:
    answers = [
        send(visitor(), email=f"victim+{n}@x.example", subject=f"{n}") for n in range(guard.PER_MAIL_AN_HOUR + 3)
    ]
    assert [answer.status_code for answer in answers].count(302) == guard.PER_MAIL_AN_HOUR


def test_one_visitor_with_all_the_addresses_of_a_network_cannot_flood(
    form: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "PER_ADDRESS_AN_HOUR", 3)
    for number in range(5):
        client = Client(REMOTE_ADDR=f"2001:db8:0:7:{number:x}::1")
        send(client, email=f"x{number}@example.com")
    assert Ticket.objects.count() == 3
    send(Client(REMOTE_ADDR="2001:db8:0:8::1"), email="neighbour@example.com")
    assert Ticket.objects.count() == 4


def test_the_form_needs_its_token(form: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(FORM, {**QUESTION, "stamp": stamp_of(strict)}).status_code == 403
    page = strict.get(FORM).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)
    assert token
    assert stamp
    done = strict.post(FORM, {**QUESTION, "stamp": stamp[1], "csrfmiddlewaretoken": token[1]})
    assert done.status_code == 302


def test_markup_in_what_was_typed_stays_text(form: Cast) -> None:
    page = send(visitor(), name='"><svg onload=alert(1)>', text="").content.decode()
    assert "<svg onload" not in page


def test_the_confirmation_belongs_to_who_sent_it(form: Cast) -> None:
    assert visitor().get(f"{FORM}/sent").status_code == 404
    assert visitor().get(f"{FORM}/sent?r=made-up").status_code == 404


def test_a_closed_form_is_gone(form: Cast) -> None:
    inboxes.deactivate(Inbox.objects.get().id, by=SYSTEM)
    assert visitor().get(FORM).status_code == 404
    assert visitor().get("/request").status_code == 404


def test_smith_reads_the_form_in_english(form: Cast) -> None:
    page = visitor().get(f"{FORM}?lang=en").content.decode()
    assert "Your question" in page
    assert '<html lang="en"' in page
    asked = Client(headers={"accept-language": "en-GB,en;q=0.9"}).get(FORM).content.decode()
    assert "Your question" in asked


def test_the_chosen_language_is_remembered(form: Cast) -> None:
    client = Client(headers={"accept-language": "ja"})
    client.get("/help?lang=en")
    assert "How can we help?" in client.get("/help").content.decode()


def test_the_form_asks_only_what_the_inbox_wants(cast: Cast) -> None:
    asked = {"ask_company": False, "ask_phone": False, "ask_category": False, "ask_files": False}
    inboxes.create(kind="form", name="簡単", address="short", settings=asked, by=SYSTEM)
    page = visitor().get("/request/short").content.decode()
    assert 'name="company"' not in page
    assert 'name="attachments"' not in page
    assert 'name="text"' in page


def test_switching_the_language_keeps_the_page(form: Cast) -> None:
    client = visitor()
    confirmation = send(client)["Location"]
    page = client.get(confirmation).content.decode()
    english = page.split('lang="en" hreflang')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert "Thank you" in client.get(confirmation.split("?")[0] + english).content.decode()
