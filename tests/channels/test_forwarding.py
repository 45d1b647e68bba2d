"""Handing on: 転送 and リダイレクト reach outsiders without making them part of the customer's conversation."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from madoguchi.channels.models import Inbox
from madoguchi.kernel.jobs import run_due
from madoguchi.kernel.models import EventRow
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.recipients import default_recipients
from madoguchi.tickets.services import attaching, replying
from tests.cast import TANAKA_ADDRESS, Cast, acting, signed_in
from tests.channels.conftest import SUPPORT_ADDRESS, mail, take_in
from tests.servers.postbox import Postbox

REPAIR = "repair@maker.example"


def with_file() -> bytes:
    message = message_from_bytes(mail(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    message.add_attachment(b"\x89PNG\r\n\x1a\n0", maintype="image", subtype="png", filename="写真.png")
    return message.as_bytes()


def sent(postbox: Postbox) -> Any:
    return message_from_bytes(postbox.mails[-1], policy=policy.default)


def forward(cast: Cast, message: Message, **more: Any) -> Any:
    values = {"to": f"修理 <{REPAIR}>", "text": "ご確認ください。", **more}
    return signed_in(cast.hana).post(f"/messages/{message.id}/forwards", values)


def test_hana_forwards_a_mail_with_its_head_and_the_files_she_chose(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    take_in(inbox, with_file())
    message = Message.objects.get()
    dialog = signed_in(cast.hana).get(f"/messages/{message.id}/forwards").content.decode()
    assert "写真.png" in dialog
    assert "お客様には見えず" in dialog
    keep = [row["id"] for row in message.attachments.values("id")]
    assert forward(cast, message, keep_ids=keep).status_code == 204
    run_due()
    mail_out = sent(postbox)
    assert (mail_out["To"], mail_out["Subject"]) == (f"修理 <{REPAIR}>", "Fwd: 炊飯器について")
    body = mail_out.get_body(("plain",)).get_content()
    assert body.startswith("ご確認ください。")
    assert f"差出人: 田中 一郎 <{TANAKA_ADDRESS}>" in body
    assert "炊飯器のふたが閉まりません。" in body
    assert [part.get_filename() for part in mail_out.iter_attachments()] == ["写真.png"]
    assert EventRow.objects.filter(name="message.forwarded").count() == 1
    assert EventRow.objects.filter(name="ticket.replied").count() == 0


def test_what_goes_to_an_outsider_holds_nothing_that_leads_into_the_conversation(
    cast: Cast, inbox: Inbox, postbox: Postbox
) -> None:
    Inbox.objects.update(settings={**inbox.settings, "reply_token": "plus"})
    take_in(inbox, mail())
    message = Message.objects.get()
    forward(cast, message)
    run_due()
    ticket = Ticket.objects.get()
    mail_out = sent(postbox)
    assert mail_out["References"] is mail_out["In-Reply-To"] is mail_out["Reply-To"] is mail_out["Thread-Index"] is None
    assert ticket.reference.encode() not in postbox.mails[-1]
    assert (ticket.status, ticket.first_response_at, ticket.last_message_kind) == ("new", None, "inward")


def test_the_outsiders_answer_comes_to_the_ticket_apart_and_gets_no_answer_of_ours(
    cast: Cast, inbox: Inbox, postbox: Postbox
) -> None:
    take_in(inbox, mail())
    message = Message.objects.get()
    forward(cast, message)
    run_due()
    answer_id = str(sent(postbox)["Message-ID"])
    take_in(
        inbox,
        mail(
            "部品の在庫があります。",
            subject="Re: Fwd: 炊飯器について",
            sender=f"修理 <{REPAIR}>",
            message_id="r1@maker.example",
            in_reply_to=answer_id,
        ),
    )
    ticket = Ticket.objects.get()
    came = Message.objects.get(external_id="r1@maker.example")
    assert (came.ticket_id, came.purpose) == (ticket.id, "aside")
    assert [person["address"] for person in default_recipients(ticket)] == [TANAKA_ADDRESS]
    shown = signed_in(cast.hana).get(f"/tickets/{ticket.id}").content.decode()
    assert "転送先からの返信" in shown
    replying.reply(ticket.id, text="修理を承ります。", last_seen_id=came.id, by=acting(cast.hana))
    run_due()
    to_customer = sent(postbox)
    assert TANAKA_ADDRESS in to_customer["To"]
    assert "r1@maker.example" not in str(to_customer["References"])
    assert answer_id not in str(to_customer["References"])
    response = signed_in(cast.hana).post(f"/messages/{came.id}/forwards", {"to": REPAIR, "text": "お願いします。"})
    assert response.status_code == 204
    run_due()
    back = sent(postbox)
    assert (back["To"], back["In-Reply-To"]) == (REPAIR, "<r1@maker.example>")
    assert "炊飯器のふた" not in back.get_content()


def test_a_redirected_mail_is_the_mail_that_came_in(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    original = with_file()
    take_in(inbox, b"Return-Path: <bounce@elsewhere.example>\r\nBcc: hidden@elsewhere.example\r\n" + original)
    message = Message.objects.get()
    response = signed_in(cast.hana).post(f"/messages/{message.id}/redirections", {"to": REPAIR})
    assert response.status_code == 204
    run_due()
    mail_out = sent(postbox)
    assert postbox.recipients[-1] == [REPAIR]
    assert mail_out["From"] == f"田中 一郎 <{TANAKA_ADDRESS}>"
    assert mail_out["Message-ID"] == "<first@kawakami-shoji.example>"
    assert mail_out["Resent-To"] == REPAIR
    assert SUPPORT_ADDRESS in mail_out["Resent-From"]
    assert mail_out["Resent-Message-ID"].startswith("<m.")
    assert mail_out["Bcc"] is mail_out["Return-Path"] is None
    body = original.replace(b"\r\n", b"\n").partition(b"\n\n")[2].strip()
    assert body in postbox.mails[-1].replace(b"\r\n", b"\n")


def test_nothing_is_handed_on_to_our_own_inboxes(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    take_in(inbox, mail())
    message = Message.objects.get()
    refused = forward(cast, message, to="support+tag@shop.example")
    assert refused.status_code == 422
    assert "自社の受信箱" in refused.content.decode()
    run_due()
    assert (postbox.mails, Message.objects.count()) == ([], 1)


@pytest.mark.parametrize("to", ["", "no address", "a@b.example\r\nBcc: spy@evil.example", "a b@c.example"])
def test_only_mail_addresses_are_written_to(cast: Cast, inbox: Inbox, postbox: Postbox, to: str) -> None:
    take_in(inbox, mail())
    assert forward(cast, Message.objects.get(), to=to).status_code == 422
    run_due()
    assert postbox.mails == []


def test_a_second_click_forwards_once(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    take_in(inbox, mail())
    message = Message.objects.get()
    for _click in (1, 2):
        assert forward(cast, message, client_key="one-click").status_code == 204
    run_due()
    assert len(postbox.mails) == 1


def test_who_may_not_answer_may_not_hand_on(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    take_in(inbox, mail())
    message = Message.objects.get()
    for agent, status in ((cast.yumi, 403), (cast.ken, 404)):
        for way in ("forwards", "redirections"):
            response = signed_in(agent).post(f"/messages/{message.id}/{way}", {"to": REPAIR, "text": "x"})
            assert response.status_code == status
    run_due()
    assert postbox.mails == []


def test_a_forward_can_be_taken_back_while_it_waits(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    Inbox.objects.update(undo_seconds=60)
    take_in(inbox, mail())
    forward(cast, Message.objects.get())
    made = Message.objects.get(purpose="forward")
    assert signed_in(cast.hana).delete(f"/messages/{made.id}").status_code == 200
    made.refresh_from_db()
    assert (made.state, made.delivery.state) == ("cancelled", "cancelled")
    assert Ticket.objects.get().status == "new"


def test_an_attachment_keeps_its_place_on_the_customers_message(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    take_in(inbox, with_file())
    message = Message.objects.get()
    own = attaching.upload(name="図.pdf", type="application/pdf", content=b"%PDF-1.4", by=acting(cast.hana))
    keep = message.attachments.get().id
    forward(cast, message, keep_ids=[keep], attachment_ids=[own.id])
    run_due()
    assert [part.get_filename() for part in sent(postbox).iter_attachments()] == ["図.pdf", "写真.png"]
    assert message.attachments.get().id == keep
