"""Setting up inboxes and taking in forms."""

import pytest

from madoguchi.channels import queries
from madoguchi.channels.errors import AddressTaken, InboxInUse, SettingInvalid
from madoguchi.channels.models import Inbox, RawMessage
from madoguchi.channels.services import forms, inboxes, routing
from madoguchi.channels.services.adapting import adapter_of
from madoguchi.kernel import files
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.errors import Invalid, NotAllowed, NotFound
from madoguchi.kernel.jobs import run_due
from madoguchi.kernel.plain.messages import FilePart
from madoguchi.people.models import AuditLine
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.services import replying
from tests.cast import Cast, acting
from tests.channels.conftest import SUPPORT_ADDRESS, mail, take_in
from tests.servers.postbox import Postbox

POSTED = {
    "name": "田中 一郎",
    "email": "tanaka@kawakami-shoji.example",
    "subject": "修理",
    "text": "動きません",
    "company": "川上商事",
}


def make(by: object = SYSTEM, **values: object) -> Inbox:
    chosen = {"kind": "mail", "name": "窓口", "address": SUPPORT_ADDRESS, **values}
    return inboxes.create(by=by, **chosen)  # type: ignore[arg-type]


def test_only_who_may_sets_up_inboxes(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        make(by=acting(cast.hana))
    make(by=acting(cast.admin))


def test_a_password_is_sealed_never_shown_and_kept_when_left_empty(cast: Cast) -> None:
    admin = acting(cast.admin)
    inbox = make(by=admin, settings={"smtp_password": "himitsu", "imap_host": "a.example"})
    assert "himitsu" not in str(Inbox.objects.values_list("settings", flat=True)[0])
    assert inboxes.shown_settings(inbox.id, by=admin)["smtp_password"] == ""
    inboxes.update(inbox.id, settings={"smtp_password": "", "imap_host": "b.example"}, by=admin)
    adapter = adapter_of(Inbox.objects.get())
    assert (adapter.settings.smtp_password, adapter.settings.imap_host) == ("himitsu", "b.example")
    assert "himitsu" not in str(list(AuditLine.objects.values_list("before", "after")))


def test_wrong_values_are_refused_by_name(cast: Cast) -> None:
    with pytest.raises(SettingInvalid) as refusal:
        make(settings={"imap_port": "many"})
    assert refusal.value.details["name"] == "imap_port"
    with pytest.raises(Invalid):
        make(address="no address")
    make()
    with pytest.raises(AddressTaken):
        make(address=SUPPORT_ADDRESS.upper())


def test_the_connection_test_says_what_is_wrong_in_plain_words(cast: Cast, postbox: Postbox) -> None:
    admin = acting(cast.admin)
    good = {"way_in": "door", "smtp_host": "127.0.0.1", "smtp_port": postbox.port, "smtp_security": "none"}
    steps = inboxes.try_connection(kind="mail", settings=good, address=SUPPORT_ADDRESS, by=admin)
    assert [(label, works) for label, works, _words in steps] == [
        ("送信：サーバー名", True),
        ("送信：ポート", True),
        ("送信：暗号化と証明書", True),
        ("送信：サインイン", True),
        ("送信：送信の許可", True),
    ]
    closed = {**good, "smtp_port": 1}
    label, works, words = inboxes.try_connection(kind="mail", settings=closed, by=admin)[-1]
    assert (label, works) == ("送信：ポート", False)
    assert words.startswith("サーバーはありますが、このポートでは応答がありません")


def test_a_used_inbox_is_switched_off_not_deleted(cast: Cast, inbox: Inbox) -> None:
    take_in(inbox, mail())
    with pytest.raises(InboxInUse):
        inboxes.delete(inbox.id, by=SYSTEM)
    inboxes.deactivate(inbox.id, by=SYSTEM)
    assert routing.inbox_for(SUPPORT_ADDRESS) is None
    unused = make(address="unused@shop.example")
    inboxes.delete(unused.id, by=SYSTEM)
    assert queries.inbox(unused.id) is None


def test_aliases_and_tags_lead_to_the_inbox(cast: Cast) -> None:
    inbox = make(settings={"aliases": "info@shop.example, help@shop.example"})
    for address in ("INFO@shop.example", "help+x@shop.example", f"<{SUPPORT_ADDRESS}>"):
        assert routing.inbox_for(address) == inbox
    assert routing.inbox_for("other@shop.example") is None


@pytest.fixture
def form(cast: Cast) -> Inbox:
    return inboxes.create(
        kind="form",
        name="フォーム",
        address="contact",
        team_id=cast.support.id,
        settings={"ask_phone": False},
        by=SYSTEM,
    )


def test_a_form_becomes_a_ticket_of_the_same_customer_and_the_answer_leaves_by_mail(
    cast: Cast, inbox: Inbox, form: Inbox, postbox: Postbox
) -> None:
    reference = forms.submit(form.id, key="k1", files=[FilePart("写真.png", "image/png", b"\x89PNG")], **POSTED)
    ticket = Ticket.objects.get()
    assert (ticket.reference, ticket.customer_id, ticket.channel) == (reference, cast.tanaka.id, "form")
    assert ticket.team_id == cast.support.id
    message = Message.objects.get()
    assert files.read(message.attachments.get().file) == b"\x89PNG"
    replying.reply(ticket.id, text="はい", last_seen_id=message.id, by=acting(cast.hana))
    run_due()
    assert postbox.recipients == [["tanaka@kawakami-shoji.example"]]


def test_the_same_form_posted_twice_is_one_ticket(form: Inbox) -> None:
    first = forms.submit(form.id, key="k1", **POSTED)
    assert forms.submit(form.id, key="k1", **POSTED) == first
    assert forms.submit(form.id, key="k2", **POSTED) != first
    assert Ticket.objects.count() == 2


def test_a_form_without_a_usable_address_is_kept_and_refused(form: Inbox) -> None:
    with pytest.raises(Invalid):
        forms.submit(form.id, key="k1", **{**POSTED, "email": "nobody"})
    assert RawMessage.objects.get().state == "quarantined"


def test_a_closed_form_is_not_found(form: Inbox) -> None:
    opened = forms.find("CONTACT")
    assert opened.asks == {"company", "category", "files"}
    inboxes.deactivate(form.id, by=SYSTEM)
    with pytest.raises(NotFound):
        forms.find("contact")
    with pytest.raises(NotFound):
        forms.submit(form.id, key="k1", **POSTED)
    assert forms.open_forms() == []
