"""お詫び状: from the template to the PDF on the ticket, by HTTP."""

import pytest
from django.test import Client

from madoguchi.kernel import files
from madoguchi.kernel.actors import SYSTEM
from madoguchi.tickets.models import Attachment, Draft, LetterTemplate, Ticket
from madoguchi.tickets.services import opening
from tests.cast import Cast, signed_in

WORDS = {
    "date": "2026年12月3日",
    "addressee": "川上商事株式会社\n田中 一郎 様",
    "sender": "みなと家電株式会社\n代表取締役 港 太郎",
    "seal": "on",
    "title": "お詫び",
    "opening": "拝啓",
    "body": "このたびは誠に申し訳ございませんでした。",
    "ending": "敬具",
    "items": "一、原因 検品漏れ\n一、対策 全数検査",
}


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return opening.open_ticket(
        subject="蓋の割れ",
        customer_id=cast.tanaka.id,
        text="割れていた",
        kind="inward",
        team_id=cast.support.id,
        by=SYSTEM,
    )


@pytest.fixture
def hana(cast: Cast) -> Client:
    return signed_in(cast.hana)


def test_the_form_is_filled_from_the_ticket(ticket: Ticket, hana: Client) -> None:
    shown = hana.get(f"/tickets/{ticket.id}/letter").content.decode()
    assert "田中 一郎 様" in shown and "「蓋の割れ」の件" in shown and "拝啓" in shown
    warning = hana.get(f"/tickets/{ticket.id}/letter?kind=warning").content.decode()
    assert "当社従業員に対する言動について" in warning


def test_the_preview_is_a_pdf_and_keeps_nothing(ticket: Ticket, hana: Client) -> None:
    answer = hana.post(f"/tickets/{ticket.id}/letter/preview", WORDS)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-") and len(answer.content) < 50_000
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert not Attachment.objects.exists()
    assert hana.post(f"/tickets/{ticket.id}/letter/preview", {**WORDS, "body": ""}).status_code == 422


def test_the_letter_is_kept_with_the_ticket(ticket: Ticket, hana: Client) -> None:
    answer = hana.post(f"/tickets/{ticket.id}/letter", {**WORDS, "place": "note"})
    assert (answer.status_code, answer["Location"]) == (302, f"/tickets/{ticket.id}")
    row = Attachment.objects.get()
    assert row.name == "お詫び.pdf" and row.message is not None and row.message.kind == "note"
    assert files.path_of(row.file.sha256).read_bytes().startswith(b"%PDF-")


def test_the_letter_goes_into_the_reply(ticket: Ticket, hana: Client, cast: Cast) -> None:
    Draft.objects.create(
        ticket=ticket, agent=cast.hana, kind="reply", body={"text": "書きかけ"}, revision=1, saved_at=ticket.created_at
    )
    assert hana.post(f"/tickets/{ticket.id}/letter", {**WORDS, "place": "reply"}).status_code == 302
    draft = Draft.objects.get()
    assert draft.body["text"] == "書きかけ"
    assert [file["name"] for file in draft.body["files"]] == ["お詫び.pdf"]


def test_markup_and_long_text_stay_letters(ticket: Ticket, hana: Client) -> None:
    odd = {**WORDS, "body": "<b>&太字</b> <font size=99>\x07\n" + "長い文。" * 2000, "sender": "社" * 200}
    assert hana.post(f"/tickets/{ticket.id}/letter/preview", odd).content.startswith(b"%PDF-")
    assert hana.post(f"/tickets/{ticket.id}/letter", {**WORDS, "body": "長" * 30_000}).status_code == 422


def test_another_teams_ticket_has_no_letter(ticket: Ticket, cast: Cast) -> None:
    ken = signed_in(cast.ken)
    assert ken.get(f"/tickets/{ticket.id}/letter").status_code == 404
    assert ken.post(f"/tickets/{ticket.id}/letter", WORDS).status_code == 404
    assert signed_in(cast.yumi).get(f"/tickets/{ticket.id}/letter").status_code == 403


def test_templates_are_edited_in_set_up(ticket: Ticket, hana: Client, cast: Cast) -> None:
    admin = signed_in(cast.admin)
    assert "標準のひな形" in admin.get("/setup/letters").content.decode()
    new = {"name": "本社名のお詫び", "kind": "apology", "body": "{{customer.name}}様へ", "title": "お詫び"}
    assert admin.post("/setup/letters/new", {**new, "body": "{{customer.nam}}"}).status_code == 422
    assert admin.post("/setup/letters/new", new).status_code == 302
    assert "田中 一郎様へ" in hana.get(f"/tickets/{ticket.id}/letter").content.decode()
    number = LetterTemplate.objects.get().id
    assert admin.post(f"/setup/letters/{number}/removal").status_code == 302
    assert not LetterTemplate.objects.exists()
