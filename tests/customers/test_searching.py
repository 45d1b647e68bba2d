"""Customers are found by a few letters, whatever their width; each look at a record is recorded."""

from datetime import timedelta

import pytest

from madoguchi.customers import searching
from madoguchi.customers.services import companies, registering, viewing
from madoguchi.kernel import clock
from madoguchi.kernel.errors import NotAllowed
from madoguchi.people import queries as people
from tests.cast import Cast, acting


@pytest.fixture
def takahashi(cast: Cast) -> int:
    company = companies.create(name="㈱丸山食品", domains=["maruyama.example"], by=acting(cast.hana))
    return registering.create(
        name="髙橋 恵",
        kana="タカハシ メグミ",
        company_id=company.id,
        identities=[("mail", "m.takahashi@maruyama.example"), ("phone", "03-1234-5678")],
        by=acting(cast.hana),
    ).id


@pytest.mark.parametrize(
    "text",
    [
        "高橋",
        "髙橋恵",
        "たかはし",
        "ﾀｶﾊｼ",
        "めぐみ",
        "takahashi",
        "Ｍ．ＴＡＫＡ",
        "丸山食品",
        "株式会社丸山食品",
        "1234-5678",
        "高橋 丸山",
    ],
)
def test_takahashi_is_found_however_she_is_typed(cast: Cast, takahashi: int, text: str) -> None:
    found = searching.find(text, by=acting(cast.hana))
    assert [row["id"] for row in found] == [takahashi]
    assert found[0]["mail_address"] == "m.takahashi@maruyama.example"
    assert found[0]["company_name"] == "㈱丸山食品"


@pytest.mark.parametrize("text", ["%", "_", "'", "高橋 Smith", "9999-9999", "　"])
def test_signs_of_the_database_and_two_people_at_once_find_nobody(cast: Cast, takahashi: int, text: str) -> None:
    assert searching.find(text, by=acting(cast.hana)) == []


def test_a_list_goes_on_where_the_page_before_ended(cast: Cast) -> None:
    for number in range(7):
        registering.create(name="同じ 名前", attributes={"n": number}, by=acting(cast.hana))
    seen: list[int] = []
    cursor = ""
    while True:
        page = searching.customer_page(by=acting(cast.hana), cursor=cursor, size=3)
        seen += [row.id for row in page.rows]
        cursor = page.next_cursor
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 9


@pytest.mark.parametrize("cursor", ["x", "x:y", "99999999999999999999999:あ", "-1:a", "１:a"])
def test_a_made_up_cursor_does_no_harm(cast: Cast, cursor: str) -> None:
    assert searching.customer_page(by=acting(cast.hana), cursor=cursor).rows is not None


def test_companies_are_found_without_their_legal_form(cast: Cast, takahashi: int) -> None:
    page = searching.company_page(by=acting(cast.hana), search="丸山食品株式会社")
    assert [(row.name, row.customer_count, row.domains) for row in page.rows] == [
        ("㈱丸山食品", 1, ["maruyama.example"])
    ]


@pytest.mark.django_db(transaction=True)
def test_who_looked_at_whom_is_kept_once_in_ten_minutes() -> None:
    from tests.cast import assemble

    cast = assemble()
    now = clock.now()
    for minutes in (0, 1, 9, 11):
        with clock.held_at(now + timedelta(minutes=minutes)):
            viewing.record(cast.tanaka.id, by=acting(cast.hana))
    viewing.record(cast.tanaka.id, by=acting(cast.ken))
    lines = people.audit_lines(action="customer:view", subject_id=cast.tanaka.id, by=acting(cast.admin))
    assert [line.actor_name for line in lines] == ["佐藤 健", "山田 花", "山田 花"]


def test_the_audit_trail_is_not_for_everybody(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        people.audit_lines(by=acting(cast.misaki))
