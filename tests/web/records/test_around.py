"""Around a customer on screen: pop-up notes, contacts, relations, comparing and merging."""

from madoguchi.customers.models import Company, Customer
from madoguchi.customers.services import companies, noting, registering
from madoguchi.kernel.actors import SYSTEM
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.services import noting as ticket_noting
from madoguchi.tickets.services import opening, replying
from tests.cast import Cast, acting, signed_in


def ticket(cast: Cast, subject: str, team_id: int) -> Ticket:
    return opening.open_ticket(
        subject=subject, customer_id=cast.tanaka.id, text=f"{subject}の件", kind="inward", team_id=team_id, by=SYSTEM
    )


def test_hana_sees_the_note_beside_the_ticket_confirms_it_and_is_left_in_peace(cast: Cast) -> None:
    hana, row = signed_in(cast.hana), ticket(cast, "返品", cast.support.id)
    answer = hana.post(f"/customers/{cast.tanaka.id}/notes", {"text": "返品は責任者へ", "popup": "on"})
    assert answer.status_code == 302
    panel = hana.get(f"/tickets/{row.id}/panel").content.decode()
    assert "data-popups" in panel
    note = cast.tanaka.notes.get()
    assert f"/customer-notes/{note.id}/reading" in panel
    assert hana.post(f"/customer-notes/{note.id}/reading").status_code == 200
    assert "data-popups" not in hana.get(f"/tickets/{row.id}/panel").content.decode()
    assert "data-popups" in signed_in(cast.misaki).get(f"/tickets/{row.id}/panel").content.decode()


def test_the_contacts_show_every_channel_and_nothing_of_another_team(cast: Cast) -> None:
    ours, theirs = ticket(cast, "返品", cast.support.id), ticket(cast, "試作機", cast.technical.id)
    by = acting(cast.hana)
    replying.reply(ours.id, text="承りました", last_seen_id=ours.last_message_id or 0, confirm_newer=True, by=by)
    ticket_noting.note(ours.id, text="内緒のメモ", by=by)
    shown = signed_in(cast.hana).get(f"/customers/{cast.tanaka.id}/contacts").content.decode()
    assert shown.index("承りました") < shown.index("返品の件")
    assert "試作機" not in shown
    assert "内緒のメモ" not in shown
    assert f"/tickets/{theirs.id}" not in shown
    assert "試作機の件" in signed_in(cast.misaki).get(f"/customers/{cast.tanaka.id}/contacts").content.decode()


def test_relations_are_entered_by_name_or_address_and_taken_away(cast: Cast) -> None:
    hana, mine = signed_in(cast.hana), f"/customers/{cast.tanaka.id}"
    companies.create(name="株式会社関東代理", by=acting(cast.hana))
    hana.post(f"{mine}/relations", {"kind": "agency", "other": "(株)関東代理", "memo": "関東"})
    hana.post(f"{mine}/relations", {"kind": "deputy", "other": "john.smith@example.com"})
    hana.post(f"{mine}/relations", {"kind": "maker", "other": "知らない会社"}, follow=True)
    page = hana.get(mine).content.decode()
    assert "株式会社関東代理" in page
    assert "John Smith" in page
    assert [row.kind for row in cast.tanaka.relations.order_by("id")] == ["agency", "deputy"]
    row = ticket(cast, "返品", cast.support.id)
    assert "株式会社関東代理" in hana.get(f"/tickets/{row.id}/panel").content.decode()
    first = cast.tanaka.relations.order_by("id")[0]
    hana.post(f"/relations/{first.id}/removal", {"customer_id": cast.tanaka.id})
    assert cast.tanaka.relations.count() == 1
    assert signed_in(cast.yumi).post(f"{mine}/relations", {"kind": "agency", "other": "x"}).status_code == 403


def test_misaki_compares_two_people_and_merges_them(cast: Cast) -> None:
    twin = registering.create(name="田中一郎", title="部長", identities=[("phone", "090-1111-2222")], by=SYSTEM)
    noting.write(twin.id, text="電話は午後", by=SYSTEM)
    misaki, row = signed_in(cast.misaki), ticket(cast, "返品", cast.support.id)
    offered = f"/customers/{cast.tanaka.id}/merges?with={twin.id}"
    assert offered in misaki.get(f"/tickets/{row.id}/panel").content.decode()
    assert offered not in signed_in(cast.hana).get(f"/tickets/{row.id}/panel").content.decode()
    page = misaki.get(offered).content.decode()
    assert "部長" in page
    assert f"/customers/{twin.id}/merges?with={cast.tanaka.id}" in page
    misaki.post(f"/customers/{cast.tanaka.id}/merges", {"absorbed_id": twin.id})
    assert Customer.objects.get(pk=twin.id).merged_into_id == cast.tanaka.id


def test_misaki_compares_two_companies_merges_them_and_takes_it_back(cast: Cast) -> None:
    one = companies.create(name="株式会社みどり", by=SYSTEM)
    two = companies.create(name="㈱みどり", phone="03-1234-5678", by=SYSTEM)
    misaki = signed_in(cast.misaki)
    assert f"/companies/{one.id}/merges?with={two.id}" in misaki.get(f"/companies/{one.id}").content.decode()
    assert "03-1234-5678" in misaki.get(f"/companies/{one.id}/merges?with={two.id}").content.decode()
    assert signed_in(cast.hana).get(f"/companies/{one.id}/merges").status_code == 403
    misaki.post(f"/companies/{one.id}/merges", {"absorbed_id": two.id})
    page = misaki.get(f"/companies/{one.id}").content.decode()
    merge = one.merges_in.get()
    assert f"/company-merges/{merge.id}/undoing" in page
    misaki.post(f"/company-merges/{merge.id}/undoing")
    assert Company.objects.filter(pk=two.id).exists()
