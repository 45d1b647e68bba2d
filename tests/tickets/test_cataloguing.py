"""Categories, custom fields and tags: set up by administrators, used by everybody."""

import pytest

from madoguchi.kernel.errors import Invalid, NotAllowed, NotFound
from madoguchi.people.queries import audit_lines
from madoguchi.tickets import activity, fields, setup_queries
from madoguchi.tickets.errors import InUse
from madoguchi.tickets.models import Tag
from madoguchi.tickets.services import cataloguing, changing, tagging
from tests.cast import Cast, acting
from tests.tickets.conftest import MailIn


def test_the_tree_of_categories(cast: Cast, mail_in: MailIn) -> None:
    admin = acting(cast.admin)
    product = cataloguing.save_category(name="製品", by=admin)
    rice = cataloguing.save_category(name="炊飯器", parent_id=product.id, by=admin)
    only = cataloguing.save_category(name="技術だけ", team_id=cast.technical.id, by=admin)
    assert setup_queries.category_path(rice) == "製品 › 炊飯器"
    assert setup_queries.offered(cast.support.id) == [(product.id, "製品"), (rice.id, "製品 › 炊飯器")]
    assert (only.id, "技術だけ") in setup_queries.offered(cast.technical.id)
    with pytest.raises(Invalid):
        cataloguing.save_category(product.id, name="輪", parent_id=rice.id, by=admin)
    deep = rice.id
    for number in range(2):
        deep = cataloguing.save_category(name=f"深{number}", parent_id=deep, by=admin).id
    with pytest.raises(Invalid):
        cataloguing.save_category(name="深すぎ", parent_id=deep, by=admin)
    changing.change(mail_in().id, category_id=rice.id, by=acting(cast.hana))
    for number in (rice.id, product.id):
        with pytest.raises(InUse):
            cataloguing.delete_category(number, by=admin)
    cataloguing.delete_category(only.id, by=admin)
    assert audit_lines(subject_kind="category", by=admin).first().action == "ticket_setup:deleted"


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("text", "  白 ", "白"),
        ("text", 5, "5"),
        ("text", "", None),
        ("number", "12", 12),
        ("number", "1.5", 1.5),
        ("number", "１２", 12),
        ("date", "2026-02-28", "2026-02-28"),
        ("choice", "A", "A"),
        ("choice", "", None),
        ("checkbox", "on", True),
        ("checkbox", None, False),
    ],
)
def test_values_are_cleaned(cast: Cast, kind: str, given: object, kept: object) -> None:
    choices = ["A", "B"] if kind == "choice" else []
    cataloguing.save_field(key="f", label="項目", kind=kind, choices=choices, by=acting(cast.admin))
    assert fields.clean({"f": given}) == {"f": kept}


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("text", {"a": 1}),
        ("text", "あ" * 2001),
        ("number", "abc"),
        ("number", "nan"),
        ("number", "1e400"),
        ("number", True),
        ("date", "2026-02-30"),
        ("date", "昨日"),
        ("choice", "C"),
        ("choice", ["A"]),
        ("checkbox", "maybe"),
    ],
)
def test_wrong_values_are_refused_by_name(cast: Cast, kind: str, given: object) -> None:
    choices = ["A", "B"] if kind == "choice" else []
    cataloguing.save_field(key="f", label="項目", kind=kind, choices=choices, by=acting(cast.admin))
    with pytest.raises(Invalid) as refusal:
        fields.clean({"f": given})
    assert "項目" in refusal.value.message


def test_fields_of_another_team_and_unknown_ones_are_refused(cast: Cast) -> None:
    admin = acting(cast.admin)
    cataloguing.save_field(key="torque", label="トルク", kind="number", team_id=cast.technical.id, by=admin)
    assert fields.clean({"torque": 3}, team_id=cast.technical.id) == {"torque": 3}
    for wrong in ("torque", "nothing"):
        with pytest.raises(Invalid):
            fields.clean({wrong: 3}, team_id=cast.support.id)


@pytest.mark.parametrize("key", ["", "A", "1a", "a-b", "a b", "a'", "あ", "a" * 41, "a.b", "__class__"])
def test_a_key_is_a_plain_name(cast: Cast, key: str) -> None:
    with pytest.raises(Invalid):
        cataloguing.save_field(key=key, label="x", kind="text", by=acting(cast.admin))


def test_key_and_kind_stay_and_a_used_field_cannot_be_deleted(cast: Cast, mail_in: MailIn) -> None:
    admin = acting(cast.admin)
    row = cataloguing.save_field(key="serial", label="製造番号", kind="text", by=admin)
    changed = cataloguing.save_field(row.id, key="other", label="シリアル", kind="number", by=admin)
    assert (changed.key, changed.kind, changed.label) == ("serial", "text", "シリアル")
    changing.change(mail_in().id, fields={"serial": "1"}, by=acting(cast.hana))
    with pytest.raises(InUse):
        cataloguing.delete_field(row.id, by=admin)
    with pytest.raises(Invalid):
        cataloguing.save_field(key="serial", label="x", kind="text", by=admin)
    with pytest.raises(Invalid):
        cataloguing.save_field(key="model", label="x", kind="choice", choices=[" "], by=admin)


def test_two_tags_become_one_on_every_ticket(cast: Cast, mail_in: MailIn) -> None:
    admin, hana = acting(cast.admin), acting(cast.hana)
    first, second = mail_in("一"), mail_in("二")
    tagging.set_tags(first.id, names=["返品", "へんぴん品"], by=hana)
    tagging.set_tags(second.id, names=["へんぴん品"], by=hana)
    old, new = Tag.objects.get(name="へんぴん品"), Tag.objects.get(name="返品")
    with pytest.raises(Invalid):
        cataloguing.rename_tag(old.id, name="返品", by=admin)
    cataloguing.merge_tags(old.id, into_id=new.id, by=admin)
    assert setup_queries.tag_rows() == [{"id": new.id, "name": "返品", "count": 2}]
    cataloguing.rename_tag(new.id, name="ご返品", by=admin)
    cataloguing.delete_tag(new.id, by=admin)
    assert setup_queries.tag_rows() == []
    with pytest.raises(NotFound):
        cataloguing.delete_tag(new.id, by=admin)


@pytest.mark.parametrize("verb", ["category", "field", "tag"])
def test_only_administrators_set_up(cast: Cast, verb: str) -> None:
    acts = {
        "category": lambda by: cataloguing.save_category(name="x", by=by),
        "field": lambda by: cataloguing.save_field(key="x", label="x", kind="text", by=by),
        "tag": lambda by: cataloguing.delete_tag(1, by=by),
    }
    for agent in (cast.hana, cast.misaki, cast.yumi):
        with pytest.raises(NotAllowed):
            acts[verb](acting(agent))


def test_activity_tells_names_not_numbers(cast: Cast, mail_in: MailIn) -> None:
    admin, misaki, ticket = acting(cast.admin), acting(cast.misaki), mail_in()
    category = cataloguing.save_category(name="修理", by=admin)
    cataloguing.save_field(key="serial", label="製造番号", kind="text", by=admin)
    changing.change(ticket.id, category_id=category.id, fields={"serial": "A"}, by=misaki)
    tagging.set_tags(ticket.id, names=["急ぎ"], by=misaki)
    told = activity.lines(ticket.id, by=misaki)
    assert (told[0].actor, told[0].text) == ("鈴木 美咲", "タグ変更：+急ぎ")
    assert told[1].text == "内容変更：カテゴリ「なし」→「修理」、製造番号「なし」→「A」"
    assert told[-1].actor == "田中 一郎"
    assert [line.id for line in activity.lines(ticket.id, by=misaki, before=told[0].id)] == [
        line.id for line in told[1:]
    ]
    with pytest.raises(NotFound):
        activity.lines(ticket.id, by=acting(cast.ken))


@pytest.mark.parametrize(
    ("kind", "blank", "filled"),
    [("text", "", "x"), ("number", None, 0), ("checkbox", False, True), ("date", "", "2026-01-01")],
)
def test_zero_is_an_answer_and_an_empty_box_is_none(
    cast: Cast, mail_in: MailIn, kind: str, blank: object, filled: object
) -> None:
    cataloguing.save_field(key="f", label="項目", kind=kind, required_to_close=True, by=acting(cast.admin))
    ticket, hana = mail_in(), acting(cast.hana)
    assert fields.missing_to_close(changing.change(ticket.id, fields={"f": blank}, by=hana)) == ["項目"]
    assert fields.missing_to_close(changing.change(ticket.id, fields={"f": filled}, by=hana)) == []
