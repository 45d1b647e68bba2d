"""Case 6: a victim is to drown in our confirmations, and to read the attacker's words in them."""

import re

import pytest

from madoguchi.channels.models import Inbox
from madoguchi.channels.services import inboxes
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.models import Ticket
from madoguchi.web.public import guard
from tests.security.conftest import Outside, words_of

VICTIM = "victim@bystander.example"
BAIT = "無料ギフト https://evil.example/win"


@pytest.fixture
def form(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an open request form whose receipt notices leave through the support inbox."""
    monkeypatch.setattr(guard, "SHORTEST_SECONDS", 0)
    chosen = {"answer_inbox": str(outside.inbox.id)}
    made = inboxes.create(kind="form", name="お問い合わせ", address="contact", settings=chosen, by=SYSTEM)
    Inbox.objects.filter(pk=made.id).update(receipt_enabled=True)
    return "/request/contact"


def test_case_06_a_hundred_posts_for_one_victim_bring_them_two_mails_without_the_bait(
    outside: Outside, form: str
) -> None:
    page = outside.browser.get(form).content.decode()
    stamps = [re.search(r'name="stamp" value="([^"]+)"', page)[1], *(guard.new_stamp() for _post in range(99))]  # type: ignore[index]
    answers = [
        outside.browser.post(
            form,
            {"name": BAIT, "email": VICTIM, "subject": f"{BAIT} {number}", "text": BAIT, "stamp": stamp},
            headers={"x-forwarded-for": f"203.0.113.{number % 250}"},
        ).status_code
        for number, stamp in enumerate(stamps)
    ]
    run_due()
    assert answers.count(302) <= guard.PER_MAIL_AN_HOUR
    assert Ticket.objects.count() == answers.count(302)
    came = outside.mails_to(VICTIM)
    assert 1 <= len(came) <= 2
    for one in came:
        assert "evil.example" not in words_of(one)
        assert "ギフト" not in words_of(one)


def test_case_06_a_flood_of_mails_in_a_victims_name_brings_them_two_notices_at_most(outside: Outside) -> None:
    for number in range(30):
        outside.send(BAIT, sender=f"{BAIT[:6]} <{VICTIM}>", subject=f"{BAIT} {number}")
    came = outside.mails_to(VICTIM)
    assert len(came) <= 2
    assert not any("evil.example" in words_of(one) for one in came)
