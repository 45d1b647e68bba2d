"""The list and the rail."""

from django.test import Client

from tests import cast as people
from tests.web.desk.conftest import Mail

FRAGMENT = {"X-Fragment": "1"}


def test_hana_finds_the_new_mail_of_her_team_in_the_first_box(hana: Client, mail: Mail) -> None:
    letter = mail("電気ケトルの配送日について")
    page = hana.get("/desk").content.decode()
    assert f'id="row-{letter.ticket_id}"' in page
    assert "電気ケトルの配送日について" in page
    assert "未対応" in page


def test_ken_does_not_see_another_teams_ticket_in_list_or_address_bar(ken: Client, mail: Mail) -> None:
    letter = mail("内緒の相談")
    assert "内緒の相談" not in ken.get("/desk").content.decode()
    assert ken.get(f"/tickets/{letter.ticket_id}").status_code == 404
    assert ken.get(f"/tickets/{letter.ticket_id}/parts", headers=FRAGMENT).status_code == 404


def test_a_stranger_is_sent_to_sign_in_and_back(cast: people.Cast) -> None:
    answer = people.visitor().get("/desk?box=open")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in?next=/desk%3Fbox%3Dopen"
    assert people.visitor().get("/desk", headers=FRAGMENT).status_code == 401


def test_the_counters_tell_hana_how_much_is_hers(hana: Client, mail: Mail, cast: people.Cast) -> None:
    letter = mail()
    mail("別の件")
    hana.post(f"/tickets/{letter.ticket_id}/assignment", {"agent_id": cast.hana.id})
    rail = hana.get("/desk/boxes?scope=mine").content.decode()
    assert "自分<b>1</b>" in rail
    assert "チーム<b>2</b>" in rail


def test_hana_searches_by_words_and_by_number(hana: Client, mail: Mail) -> None:
    wanted = mail("領収書の再発行", "宛名を株式会社かわかみにしてください。")
    mail("別の件", "音がします。")
    by_words = hana.get("/desk", {"q": "領収書"}, headers=FRAGMENT).content.decode()
    by_number = hana.get("/desk", {"q": f"#{wanted.ticket_id}"}, headers=FRAGMENT).content.decode()
    for rows in (by_words, by_number):
        assert f'id="row-{wanted.ticket_id}"' in rows
        assert rows.count('class="row"') == 1


def test_a_long_list_goes_on_by_keyset(hana: Client, mail: Mail) -> None:
    letters = [mail(f"件名 {number}") for number in range(53)]
    first = hana.get("/desk", headers=FRAGMENT).content.decode()
    assert first.count('class="row"') == 50
    address = first.split('class="more-rows" href="')[1].split('"')[0].replace("&amp;", "&")
    rest = hana.get(address, headers=FRAGMENT).content.decode()
    assert rest.count('class="row"') == 3
    assert f'id="row-{letters[0].ticket_id}"' in rest


def test_a_saved_view_of_hana_shows_its_tickets_and_only_to_her(
    hana: Client, misaki: Client, mail: Mail, cast: people.Cast
) -> None:
    mail("返品したい")
    kept = hana.post(
        "/views",
        {
            "name": "返品",
            "condition-field": ["subject", ""],
            "condition-operator": ["contains", ""],
            "condition-value": ["返品", ""],
        },
    )
    assert kept.status_code == 204, kept.content.decode()
    rail = hana.get("/desk/boxes").content.decode()
    assert "返品" in rail
    view = rail.split("/desk?view=")[1].split('"')[0]
    assert "返品したい" in hana.get(f"/desk?view={view}", headers=FRAGMENT).content.decode()
    assert f"view={view}" not in misaki.get("/desk/boxes").content.decode()


def test_what_a_customer_writes_stays_text(hana: Client, mail: Mail) -> None:
    letter = mail("<script>alert(1)</script>", '<img src=x onerror=alert(2)> https://example.com/?a=1&b="onclick=x')
    page = hana.get(f"/tickets/{letter.ticket_id}").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="https://example.com/?a=1&amp;b="' in page
