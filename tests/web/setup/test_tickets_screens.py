"""Setting up business hours, categories, fields, macros and tags."""

import pytest
from django.test import Client

from madoguchi.calendars import queries as calendars
from madoguchi.kernel.actors import SYSTEM
from madoguchi.tickets.models import Category, FieldDefinition, Macro, Tag
from madoguchi.tickets.services import opening, tagging
from tests.cast import Cast, signed_in


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


def test_business_hours_with_a_lunch_break_are_typed_and_previewed(cast: Cast, admin: Client) -> None:
    form = {
        "name": "平日",
        "time_zone": "Asia/Tokyo",
        "holidays": "JP",
        "days": "2026-12-29 休業\n12-31 09:00-12:00",
        **{f"day{number}": "９：００〜12:00、13:00-18:00" for number in range(5)},
        "day5": "",
        "day6": "休",
    }
    assert admin.post("/setup/hours/new", form).status_code == 302
    schedule = calendars.schedules().get(name="平日")
    version = calendars.current_version(schedule.id)
    assert version is not None
    assert version.weekly["0"] == [["09:00", "12:00"], ["13:00", "18:00"]]
    assert version.days == {"12-31": [["09:00", "12:00"]], "2026-12-29": []}
    page = admin.get(f"/setup/hours/{schedule.id}").content.decode()
    assert "これから2週間" in page
    assert "09:00-12:00, 13:00-18:00" in page


@pytest.mark.parametrize("typed", ["9-", "09:00", "morning", "9:00-12:00, 11:00-13:00"])
def test_hours_that_make_no_sense_are_told(cast: Cast, admin: Client, typed: str) -> None:
    form = {"name": "変", "time_zone": "Asia/Tokyo", "holidays": "", "days": "", "day0": typed}
    response = admin.post("/setup/hours/new", form)
    assert response.status_code == 422
    assert not calendars.schedules().filter(name="変").exists()


def test_categories_make_a_tree_without_circles(cast: Cast, admin: Client) -> None:
    plain = {"team_id": "", "position": "0", "active": "on"}
    admin.post("/setup/categories/new", {"name": "製品", "parent_id": "", **plain})
    above = Category.objects.get(name="製品")
    admin.post("/setup/categories/new", {"name": "炊飯器", "parent_id": above.id, **plain})
    below = Category.objects.get(name="炊飯器")
    assert below.parent_id == above.id
    response = admin.post(f"/setup/categories/{above.id}", {"name": "製品", "parent_id": below.id, **plain})
    assert response.status_code == 422
    admin.post(f"/setup/categories/{above.id}/removal")
    assert Category.objects.filter(pk=above.pk).exists()
    admin.post(f"/setup/categories/{below.id}/removal")
    assert not Category.objects.filter(pk=below.pk).exists()


def test_a_custom_field_keeps_its_key_and_kind(cast: Cast, admin: Client) -> None:
    form = {"label": "型番", "key": "model", "kind": "choice", "choices": "A-1\nB-2", "position": "0", "active": "on"}
    admin.post("/setup/fields/new", form)
    field = FieldDefinition.objects.get(key="model")
    assert field.choices == ["A-1", "B-2"]
    change = {
        "label": "製品型番",
        "choices": "A-1\nC-3",
        "key": "other",
        "kind": "text",
        "position": "1",
        "active": "on",
    }
    admin.post(f"/setup/fields/{field.id}", change)
    field.refresh_from_db()
    assert (field.label, field.key, field.kind, field.choices) == ("製品型番", "model", "choice", ["A-1", "C-3"])


def test_a_macro_shows_its_preview_and_refuses_unknown_placeholders(cast: Cast) -> None:
    hana = signed_in(cast.hana)
    form = {
        "name": "お礼",
        "owner": "me",
        "language": "ja",
        "text": "{{customer.name}}様",
        "position": "0",
        "active": "on",
    }
    assert hana.post("/setup/macros/new", {**form, "status": "closed", "take": "on"}).status_code == 302
    macro = Macro.objects.get(name="お礼")
    assert macro.changes == {"status": "closed", "assignee_id": "me"}
    preview = hana.post("/setup/macros/preview", {"text": "{{customer.name}}様 {{7*7}} {{config}}"}).content.decode()
    assert "田中 太郎様" in preview
    assert "49" not in preview
    refused = hana.post("/setup/macros/new", {**form, "name": "変", "text": "{{customer.secret}}"})
    assert refused.status_code == 422


def test_hana_cannot_write_a_macro_for_everyone(cast: Cast) -> None:
    form = {"name": "全員", "owner": "", "language": "ja", "text": "x", "position": "0", "active": "on"}
    response = signed_in(cast.hana).post("/setup/macros/new", form)
    assert response.status_code == 422
    assert not Macro.objects.exists()


def test_tags_are_renamed_and_merged(cast: Cast, admin: Client) -> None:
    ticket = opening.open_ticket(subject="故障", customer_id=cast.tanaka.id, text="動かない", kind="note", by=SYSTEM)
    tagging.add(ticket.id, names=["至急", "急ぎ"], by=SYSTEM)
    first, second = Tag.objects.get(name="至急"), Tag.objects.get(name="急ぎ")
    admin.post(f"/setup/tags/{second.id}/merge", {"into_id": first.id})
    assert list(Tag.objects.values_list("name", flat=True)) == ["至急"]
    admin.post(f"/setup/tags/{first.id}", {"name": "大至急"})
    assert "大至急" in admin.get("/setup/tags").content.decode()
