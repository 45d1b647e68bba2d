"""Views: conditions, their safety, pages, and who sees which."""

from datetime import timedelta

import pytest

from madoguchi.kernel import clock
from madoguchi.kernel.errors import Invalid, NotAllowed, NotFound
from madoguchi.tickets import conditions as ticket_conditions
from madoguchi.tickets import listing, setup_queries
from madoguchi.tickets.conditions import CONDITION_FIELDS
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.services import (
    assigning,
    cataloguing,
    changing,
    closing,
    merging,
    replying,
    snoozing,
    tagging,
    viewing,
)
from tests.cast import SMITH_ADDRESS, Cast, acting
from tests.tickets.conftest import MailIn


def found(cast: Cast, field: str, operator: str, value: object = None) -> set[str]:
    rows = ticket_conditions.clean([{"field": field, "operator": operator, "value": value}])
    return {row["subject"] for row in listing.page(by=acting(cast.misaki), conditions=rows).rows}


@pytest.fixture
def shelf(cast: Cast, mail_in: MailIn) -> None:
    """Four tickets that differ in everything one may ask about."""
    misaki, admin = acting(cast.misaki), acting(cast.admin)
    category = cataloguing.save_category(name="修理", by=admin)
    cataloguing.save_field(key="serial", label="製造番号", kind="text", by=admin)
    cataloguing.save_field(key="price", label="金額", kind="number", by=admin)
    cataloguing.save_field(key="bought", label="購入日", kind="date", by=admin)
    cataloguing.save_field(key="model", label="型", kind="choice", choices=["A", "B"], by=admin)
    cataloguing.save_field(key="contains", label="同意", kind="checkbox", by=admin)
    plain, repair = mail_in("質問 100%_確実"), mail_in("修理")
    mail_in("Broken", sender=SMITH_ADDRESS, name="John Smith", team_id=None)
    done = mail_in("済み", team_id=cast.technical.id)
    changing.change(
        repair.id,
        priority=4,
        category_id=category.id,
        fields={"serial": "A'--1", "price": 1200, "bought": "2026-11-01", "model": "A", "contains": True},
        by=misaki,
    )
    tagging.set_tags(repair.id, names=["急ぎ", "返品"], by=misaki)
    tagging.set_tags(plain.id, names=["返品"], by=misaki)
    assigning.assign(repair.id, agent_id=cast.misaki.id, by=misaki)
    snoozing.snooze(plain.id, until=clock.now() + timedelta(days=2), by=misaki)
    replying.reply(done.id, text="はい", last_seen_id=done.last_message_id, by=misaki)
    closing.close(done.id, by=misaki)


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("status", "any_of", ["held", "closed"], {"質問 100%_確実", "済み"}),
        ("status", "none_of", ["closed"], {"質問 100%_確実", "修理", "Broken"}),
        ("priority", "at_least", 4, {"修理"}),
        ("priority", "any_of", ["4"], {"修理"}),
        ("team", "is_empty", None, {"Broken"}),
        ("team", "any_of", "mine", {"質問 100%_確実", "修理", "済み"}),
        ("assignee", "any_of", ["me"], {"修理", "済み"}),
        ("assignee", "is_empty", None, {"質問 100%_確実", "Broken"}),
        ("category", "is_set", None, {"修理"}),
        ("channel", "any_of", ["mail"], {"質問 100%_確実", "修理", "Broken", "済み"}),
        ("channel", "any_of", ["line"], set()),
        ("tag", "any_of", ["返品"], {"質問 100%_確実", "修理"}),
        ("tag", "all_of", ["返品", "急ぎ"], {"修理"}),
        ("tag", "none_of", ["急ぎ"], {"質問 100%_確実", "Broken", "済み"}),
        ("tag", "is_empty", None, {"Broken", "済み"}),
        ("subject", "contains", "修", {"修理"}),
        ("subject", "contains", "%", {"質問 100%_確実"}),
        ("subject", "contains", "_", {"質問 100%_確実"}),
        ("subject", "contains", "' OR 1=1 --", set()),
        ("subject", "not_contains", "修", {"質問 100%_確実", "Broken", "済み"}),
        ("customer_name", "contains", "smith", {"Broken"}),
        ("wake_at", "is_set", None, {"質問 100%_確実"}),
        ("wake_at", "after", "2020-01-01", {"質問 100%_確実"}),
        ("first_response_at", "is_set", None, {"済み"}),
        ("closed_at", "within_hours", 1, {"済み"}),
        ("created_at", "older_than_hours", "1", set()),
        ("created_at", "before", "2020-01-01T00:00:00+09:00", set()),
        ("message_count", "at_least", 2, {"済み"}),
        ("last_message_kind", "any_of", ["outward"], {"済み"}),
        ("delivery_failed", "is", False, {"質問 100%_確実", "修理", "Broken", "済み"}),
        ("field:serial", "contains", "'--", {"修理"}),
        ("field:serial", "contains", "%", set()),
        ("field:serial", "is_empty", None, {"質問 100%_確実", "Broken", "済み"}),
        ("field:serial", "not_contains", "A", {"質問 100%_確実", "Broken", "済み"}),
        ("field:price", "at_least", 1000, {"修理"}),
        ("field:price", "at_most", 999, set()),
        ("field:price", "is", 1200, {"修理"}),
        ("field:bought", "before", "2026-11-02", {"修理"}),
        ("field:bought", "after", "2026-11-02", set()),
        ("field:model", "any_of", ["A"], {"修理"}),
        ("field:model", "none_of", ["A"], {"質問 100%_確実", "Broken", "済み"}),
        ("field:contains", "is", True, {"修理"}),
        ("field:contains", "is", False, {"質問 100%_確実", "Broken", "済み"}),
    ],
)
@pytest.mark.usefixtures("shelf")
def test_conditions_find_what_they_say(
    cast: Cast, field: str, operator: str, value: object, expected: set[str]
) -> None:
    assert found(cast, field, operator, value) == expected


@pytest.mark.usefixtures("shelf")
def test_every_field_takes_every_operator_it_offers(cast: Cast) -> None:
    values = {"choice": ["new"], "number": 2, "time": "2026-01-01", "text": "x", "flag": True, "tag": ["x"]}
    for name, field in CONDITION_FIELDS.items():
        for operator in field.operators:
            value: object = values.get(field.kind, [1])
            value = 5 if operator.endswith("_hours") else ["x"] if field.kind == "code" else value
            found(cast, name, operator, value)


@pytest.mark.parametrize(
    "row",
    [
        {"field": "customer__identities__address", "operator": "contains", "value": "@"},
        {"field": "assignee__password", "operator": "contains", "value": "a"},
        {"field": "subject__regex", "operator": "contains", "value": "("},
        {"field": "subject", "operator": "regex", "value": "("},
        {"field": "subject", "operator": "contains", "value": ""},
        {"field": "subject", "operator": "contains", "value": {"a": 1}},
        {"field": "subject", "operator": "contains", "value": "a\x00"},
        {"field": "status", "operator": "any_of", "value": ["nothing"]},
        {"field": "team", "operator": "any_of", "value": ["1 OR 1=1"]},
        {"field": "team", "operator": "any_of", "value": [10**30]},
        {"field": "team", "operator": "any_of", "value": list(range(200))},
        {"field": "field:unknown", "operator": "contains", "value": "x"},
        {"field": "field:serial'] --", "operator": "contains", "value": "x"},
        {"field": "created_at", "operator": "after", "value": "2026-13-45"},
        {"field": ["status"], "operator": "any_of", "value": ["new"]},
        "status",
        None,
    ],
)
def test_nothing_else_can_be_asked(db: None, row: object) -> None:
    with pytest.raises(Invalid):
        ticket_conditions.clean([row])


def test_too_many_rows_and_no_list_are_refused(db: None) -> None:
    row = {"field": "status", "operator": "any_of", "value": ["new"]}
    for wrong in ([row] * 31, row, "x", None, 5):
        with pytest.raises(Invalid):
            ticket_conditions.clean(wrong)


@pytest.mark.parametrize("order", listing.ORDERS)
def test_pages_show_every_ticket_once_in_every_order(cast: Cast, mail_in: MailIn, order: str) -> None:
    misaki = acting(cast.misaki)
    now = clock.now()
    for number in range(7):
        ticket = mail_in(f"頁{number}")
        changing.change(ticket.id, priority=1 + number % 3, by=misaki)
        if "wake" in order:
            snoozing.snooze(ticket.id, until=now + timedelta(hours=1 + number % 2), by=misaki)
        if "closed" in order:
            closing.close(ticket.id, by=misaki)
        if order in ("promise_due_at", "approval_asked_at"):
            Ticket.objects.filter(pk=ticket.id).update(**{order: now + timedelta(hours=number % 2)})
    seen: list[int] = []
    cursor = ""
    for _page in range(10):
        page = listing.page(by=misaki, order=order, cursor=cursor, size=2)
        seen += [row["id"] for row in page.rows]
        cursor = page.next_cursor
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 7
    assert seen == [row["id"] for row in listing.page(by=misaki, order=order, size=50).rows]


@pytest.mark.parametrize("cursor", ["x", "W10", "WzEsMl0", "bnVsbA", "あ", "WyJhIiwgImIiXQ"])
def test_a_broken_cursor_is_refused(cast: Cast, cursor: str) -> None:
    with pytest.raises(Invalid):
        listing.page(by=acting(cast.misaki), cursor=cursor)


def test_spam_and_merged_tickets_stay_out_of_lists(cast: Cast, mail_in: MailIn) -> None:
    from madoguchi.tickets.services import shelving

    misaki = acting(cast.misaki)
    kept, absorbed, spam = mail_in("残る"), mail_in("統合"), mail_in("迷惑")
    merging.merge(kept.id, absorbed_id=absorbed.id, by=misaki)
    shelving.shelve(spam.id, status="spam", by=misaki)
    assert [row["id"] for row in listing.page(by=misaki).rows] == [kept.id]
    asked = ticket_conditions.clean([{"field": "status", "operator": "any_of", "value": ["spam"]}])
    assert [row["id"] for row in listing.page(by=misaki, conditions=asked).rows] == [spam.id]


def test_each_reads_a_shared_view_with_their_own_eyes(cast: Cast, mail_in: MailIn) -> None:
    misaki, hana, ken = acting(cast.misaki), acting(cast.hana), acting(cast.ken)
    hanas, kens = mail_in("花の"), mail_in("健の", team_id=cast.technical.id)
    assigning.assign(hanas.id, agent_id=cast.hana.id, by=misaki)
    assigning.assign(kens.id, agent_id=cast.ken.id, by=misaki)
    mine = [{"field": "assignee", "operator": "any_of", "value": ["me"]}]
    view = viewing.save(name="担当分", conditions=mine, by=misaki)
    for actor, ticket in ((hana, hanas), (ken, kens)):
        conditions = setup_queries.view_of(view.id, by=actor).conditions
        assert [row["id"] for row in listing.page(by=actor, conditions=conditions).rows] == [ticket.id]


def test_who_may_save_share_and_open_which_view(cast: Cast) -> None:
    misaki, hana, ken = acting(cast.misaki), acting(cast.hana), acting(cast.ken)
    own = viewing.save(name="私の", conditions=[], agent_id=cast.hana.id, by=hana)
    teams = viewing.save(name="サポートの", conditions=[], team_id=cast.support.id, by=misaki)
    everyones = viewing.save(name="みんなの", conditions=[], by=misaki)
    assert {row.id for row in setup_queries.views(by=hana)} == {own.id, teams.id, everyones.id}
    assert {row.id for row in setup_queries.views(by=ken)} == {everyones.id}
    with pytest.raises(NotFound):
        viewing.save(own.id, name="盗む", conditions=[], agent_id=cast.ken.id, by=ken)
    with pytest.raises(NotFound):
        viewing.save(name="花に", conditions=[], agent_id=cast.hana.id, by=ken)
    with pytest.raises(NotAllowed):
        viewing.save(name="みんなに", conditions=[], by=hana)
    with pytest.raises(NotAllowed):
        viewing.delete(everyones.id, by=hana)
    viewing.arrange([everyones.id, teams.id], by=misaki)
    viewing.delete(own.id, by=hana)
    assert [row.id for row in setup_queries.views(by=hana)] == [everyones.id, teams.id]


def test_ken_lists_nothing_of_another_team(cast: Cast, mail_in: MailIn) -> None:
    ticket = mail_in()
    asked = ticket_conditions.clean([{"field": "customer", "operator": "any_of", "value": [ticket.customer_id]}])
    assert listing.page(by=acting(cast.ken), conditions=asked).rows == []
    assert listing.count(by=acting(cast.ken)) == 0
    assert listing.count(by=acting(cast.hana)) == 1
    assert Ticket.objects.count() == 1
