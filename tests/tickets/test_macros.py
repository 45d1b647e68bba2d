"""Macros: placeholders that customers cannot abuse, changes, and whose they are."""

import pytest

from madoguchi.kernel import clock, settings
from madoguchi.kernel.errors import Invalid, NotAllowed, NotFound
from madoguchi.kernel.models import EventRow
from madoguchi.tickets import placeholders, setup_queries
from madoguchi.tickets.models import Macro, Ticket
from madoguchi.tickets.services import macros
from tests.cast import Cast, acting
from tests.reports.test_golden_cases import tokyo
from tests.tickets.conftest import MailIn

GREETING = "{{customer.name}}{{ customer.honorific }}\n{{ company.name }}の{{agent.name}}です。"


def test_a_greeting_is_filled_for_the_ticket(cast: Cast, mail_in: MailIn) -> None:
    settings.write("company.name", "みなと家電")
    ticket, hana = mail_in(), acting(cast.hana)
    row = macros.save(name="挨拶", text=GREETING, agent_id=cast.hana.id, by=hana)
    assert macros.render(row.id, ticket_id=ticket.id, by=hana).text == "田中 一郎様\nみなと家電の山田 花です。"
    assert "田中 太郎様" in macros.render(row.id, by=hana).text
    with clock.held_at(tokyo("2026-11-22T00:30")):
        assert macros.render("{{today}}", ticket_id=ticket.id, by=hana).text == "2026年11月22日"


@pytest.mark.parametrize(
    "evil",
    [
        "{{7*7}}",
        "{{config}}",
        "{{ agent.signature }}",
        "${7*7}",
        "<%= 7*7 %>",
        "{% raw %}",
        "{{customer.mail}}",
        "\\1\\g<0>",
    ],
)
def test_what_a_customer_writes_stays_letters(cast: Cast, mail_in: MailIn, evil: str) -> None:
    ticket, hana = mail_in(evil, name=evil), acting(cast.hana)
    Ticket.objects.filter(pk=ticket.id).update(subject=evil)
    ticket.customer.name = evil
    ticket.customer.save()
    text = macros.render("{{ticket.subject}}|{{customer.name}}", ticket_id=ticket.id, by=hana).text
    assert text == f"{evil}|{evil}"


@pytest.mark.parametrize(
    "text",
    [
        "{{7*7}}",
        "{{customer.__class__}}",
        "{{customer.password}}",
        "{{ticket.customer.name}}",
        "{{customer.name|upper}}",
        "{{ CUSTOMER.NAME }}",
        "{{}}",
    ],
)
def test_nothing_but_known_places_can_be_written(cast: Cast, text: str) -> None:
    with pytest.raises(Invalid):
        macros.save(name="x", text=text, agent_id=cast.hana.id, by=acting(cast.hana))


def test_filling_a_hostile_text_takes_no_time() -> None:
    text = "{{" * 50_000 + "}}" * 50_000 + "{{ " * 20_000 + "a" * 100_000
    assert placeholders.fill(text, {"customer.name": "x"}) == text
    assert len(placeholders.unknown(text)) <= 2


def test_using_a_macro_makes_its_changes_and_is_told(cast: Cast, mail_in: MailIn) -> None:
    ticket, hana = mail_in(), acting(cast.hana)
    changes = {"status": "closed", "add_tags": ["定型"], "assignee_id": "me", "priority": 1}
    row = macros.save(name="完了のご案内", text="以上です。", changes=changes, agent_id=cast.hana.id, by=hana)
    assert macros.apply(row.id, ticket_id=ticket.id, by=hana).text == "以上です。"
    after = Ticket.objects.get(pk=ticket.id)
    assert (after.status, after.priority, after.assignee_id) == ("closed", 1, cast.hana.id)
    assert EventRow.objects.filter(name="macro.applied", ticket_id=ticket.id).exists()
    assert Macro.objects.get(pk=row.id).used_count == 1


def test_a_macro_gives_nobody_more_rights(cast: Cast, mail_in: MailIn) -> None:
    ticket = mail_in()
    row = macros.save(name="全員", text="x", changes={"status": "closed"}, by=acting(cast.misaki))
    with pytest.raises(NotAllowed):
        macros.apply(row.id, ticket_id=ticket.id, by=acting(cast.yumi))
    with pytest.raises(NotFound):
        macros.apply(row.id, ticket_id=ticket.id, by=acting(cast.ken))
    with pytest.raises(NotFound):
        macros.render(row.id, ticket_id=ticket.id, by=acting(cast.ken))
    assert Ticket.objects.get(pk=ticket.id).status == "new"


def test_whose_macro_it_is(cast: Cast) -> None:
    misaki, hana, ken = acting(cast.misaki), acting(cast.hana), acting(cast.ken)
    own = macros.save(name="私の", agent_id=cast.hana.id, by=hana)
    teams = macros.save(name="サポートの", team_id=cast.support.id, by=misaki)
    everyones = macros.save(name="みんなの", by=misaki)
    assert {row.id for row in setup_queries.macros(by=hana)} == {own.id, teams.id, everyones.id}
    assert {row.id for row in setup_queries.macros(by=ken)} == {everyones.id}
    with pytest.raises(NotAllowed):
        macros.save(name="みんなに", by=hana)
    with pytest.raises(NotAllowed):
        macros.delete(everyones.id, by=hana)
    with pytest.raises(NotFound):
        macros.save(own.id, name="盗む", agent_id=cast.ken.id, by=ken)
    with pytest.raises(Invalid):
        macros.save(own.id, name="x", changes={"role": "admin"}, agent_id=cast.hana.id, by=hana)
    macros.delete(own.id, by=hana)
