"""The main job: a customer's mail becomes a ticket, an agent answers, the customer gets the answer and writes again."""

from email import message_from_bytes, policy

from madoguchi.channels.models import Delivery, Inbox, RawMessage
from madoguchi.channels.services.storing import store_raw
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.services import replying
from tests.cast import TANAKA_ADDRESS, Cast, acting
from tests.channels.conftest import mail
from tests.servers.postbox import Postbox


def test_a_mail_of_tanaka_becomes_a_ticket_and_hanas_answer_reaches_him(
    cast: Cast, inbox: Inbox, postbox: Postbox
) -> None:
    store_raw(inbox.id, content=mail(), door="smtp", by=SYSTEM)
    run_due()
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.customer_id, ticket.team_id) == ("炊飯器について", cast.tanaka.id, cast.support.id)
    first = Message.objects.get(ticket=ticket)
    assert first.text == "炊飯器のふたが閉まりません。"
    assert RawMessage.objects.get().ticket_id == ticket.id

    answer = replying.reply(
        ticket.id, text="お手数をおかけします。写真をお送りください。", last_seen_id=first.id, by=acting(cast.hana)
    )
    run_due()
    assert postbox.recipients == [[TANAKA_ADDRESS]]
    sent = message_from_bytes(postbox.mails[0], policy=policy.default)
    assert sent["In-Reply-To"] == "<first@kawakami-shoji.example>"
    assert "<first@kawakami-shoji.example>" in sent["References"]
    body = sent.get_body().get_content()
    assert body.startswith("田中 一郎 様")
    assert "写真をお送りください" in body
    answer.refresh_from_db()
    assert answer.state == "sent"
    assert sent["Message-ID"] == f"<{answer.external_id}>"
    assert Delivery.objects.get().state == "sent"

    back = mail(
        "写真を送ります。",
        subject="Re: 炊飯器",
        message_id="second@kawakami-shoji.example",
        in_reply_to=sent["Message-ID"],
    )
    store_raw(inbox.id, content=back, door="smtp", by=SYSTEM)
    run_due()
    assert Ticket.objects.count() == 1
    assert Message.objects.filter(ticket=ticket, kind="inward").count() == 2
