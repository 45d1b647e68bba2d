"""Cases 1 to 5: somebody outside tries to get into a talk that is not theirs."""

import pytest

from madoguchi.channels.models import Inbox
from madoguchi.tickets import recipients, tokens
from madoguchi.tickets.models import Ticket
from tests.cast import TANAKA_ADDRESS, signed_in
from tests.channels.conftest import SUPPORT_ADDRESS
from tests.security.conftest import ATTACKER, Outside, message_of

SECRET = "暗証は 4711 です"


def test_case_01_forged_ids_of_ours_join_nothing_whoever_they_claim_to_be(outside: Outside) -> None:
    asked = outside.send(sender=TANAKA_ADDRESS)
    answer = outside.answered(asked)
    signature = answer.external_id.split(".")[2].split("@")[0]
    guesses = [
        f"<m.{answer.id}.{'0' * 24}@shop.example>",
        f"<m.{answer.id}@shop.example>",
        f"<m.{answer.id + 1}.{signature}@shop.example>",
        f"<m.{answer.id}.{signature[:16]}@shop.example>",
        f"<reply-{answer.id}-{asked.ticket_id}@shop.example>",
    ]
    for sender in (ATTACKER, TANAKA_ADDRESS, outside.cast.hana.email):
        for guess in guesses:
            came = message_of(outside.send(sender=sender, in_reply_to=guess, references=guess))
            assert came.ticket_id != asked.ticket_id
            assert (came.kind, came.agent_id, came.threaded_by) == ("inward", None, "")


def test_case_02_an_agents_address_in_from_gives_no_rights_even_with_a_true_id(outside: Outside) -> None:
    asked = outside.send(sender=TANAKA_ADDRESS)
    answer = outside.answered(asked)
    before = len(outside.mails_to(TANAKA_ADDRESS))
    for known in ("", f"<{answer.external_id}>"):
        head = {"in_reply_to": known} if known else {}
        came = message_of(outside.send("返金しました。振込先は…", sender=f"花 <{outside.cast.hana.email}>", **head))
        assert (came.kind, came.agent_id, came.verdict["claims_agent"]) == ("inward", None, "unverified")
        assert came.ticket_id != asked.ticket_id or came.stranger
    assert len(outside.mails_to(TANAKA_ADDRESS)) == before
    assert Ticket.objects.get(pk=asked.ticket_id).status != "waiting"


def test_case_03_a_stranger_takes_no_thread_over_and_reads_nothing_of_it(outside: Outside) -> None:
    asked = outside.send("注文番号は 8899 です", sender=TANAKA_ADDRESS)
    answer = outside.answered(asked, f"ありがとうございます。{SECRET}。")
    ticket = Ticket.objects.get(pk=asked.ticket_id)
    for subject in (f"Re: [#{ticket.id}]", f"Re: [{ticket.reference}]"):
        came = message_of(outside.send(sender=ATTACKER, cc=ATTACKER, subject=subject, in_reply_to="<first@x>"))
        assert came.ticket_id != ticket.id
    true_id = {"in_reply_to": f"<{answer.external_id}>", "cc": f"{ATTACKER}, second@evil.example"}
    joined = message_of(outside.send("送り先を変えてください", sender=ATTACKER, **true_id))
    assert (joined.ticket_id, joined.stranger, joined.standing) == (ticket.id, True, "stranger")
    again = outside.answered(asked, f"改めて{SECRET}。")
    assert [person["address"] for person in (*again.to, *again.cc, *again.bcc)] == [TANAKA_ADDRESS]
    assert joined.external_id not in str(outside.mails_to(TANAKA_ADDRESS)[-1]["References"])
    seen = outside.reads(ATTACKER, joined) + outside.reads("second@evil.example", joined)
    assert "4711" not in seen
    assert "8899" not in seen
    page = signed_in(outside.cast.hana).get(f"/tickets/{ticket.id}").content.decode()
    assert f'data-dialog="/messages/{joined.id}/origin"' in page
    assert "差出人を確認" in page


def test_case_04_a_ticket_number_in_the_subject_alone_is_no_key(outside: Outside) -> None:
    asked = outside.send("注文番号は 8899 です", sender=TANAKA_ADDRESS)
    ticket = Ticket.objects.get(pk=asked.ticket_id)
    letters = ticket.reference
    for subject in (f"[#{ticket.id}]", f"Ticket#{ticket.id}", f"#{ticket.id} Re: x", f"[{letters}]", f"[#{letters}]"):
        came = message_of(outside.send(sender=ATTACKER, subject=subject))
        assert came.ticket_id != ticket.id
        assert "8899" not in outside.reads(ATTACKER, came)
    own = message_of(outside.send(sender=TANAKA_ADDRESS, subject=f"Re: [{letters}]"))
    assert (own.ticket_id, own.stranger) == (ticket.id, False)


@pytest.mark.parametrize("way", ["reply_to", "signed_address"])
def test_case_05_a_confirmation_sent_to_our_address_is_not_readable_by_who_opened_a_ticket(
    outside: Outside, way: str
) -> None:
    """Somebody signs up elsewhere under our address and hopes to read the confirmation as a customer of ours."""
    Inbox.objects.filter(pk=outside.inbox.id).update(settings={**outside.inbox.settings, "reply_token": "plus"})
    opened = outside.send(sender=ATTACKER, reply_to=SUPPORT_ADDRESS)
    ticket = Ticket.objects.get(pk=opened.ticket_id)
    ours = tokens.reply_address(SUPPORT_ADDRESS, ticket.reference) if way == "signed_address" else SUPPORT_ADDRESS
    confirmation = message_of(
        outside.send(
            "確認コードは 931-204 です", sender="no-reply@sns.example", to=ours, Auto_Submitted="auto-generated"
        )
    )
    assert confirmation.ticket_id != ticket.id or confirmation.stranger
    answer = outside.answered(opened, "どのようなご用件でしょうか", to=[{"name": "", "address": ATTACKER}])
    assert confirmation.external_id not in str(outside.mails_to(ATTACKER)[-1]["References"])
    assert "931-204" not in outside.reads(ATTACKER, answer)
    assert recipients.default_recipients(ticket) != [{"name": "", "address": "no-reply@sns.example"}]
