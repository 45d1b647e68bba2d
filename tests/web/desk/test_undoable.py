"""Taking back from the list of what happened, long after the message with its button has gone."""

import json
import re

from django.test import Client

from madoguchi.tickets.models import Ticket
from tests.web.desk.conftest import Mail

JSON = {"Accept": "application/json"}


def offered(agent: Client, number: int | None) -> list[str]:
    page = agent.get(f"/tickets/{number}/activity", headers={"X-Fragment": "1"}).content.decode()
    return re.findall(r'data-undo="([^"]+)"', page)


def test_misaki_takes_a_merge_a_bulk_change_and_the_bin_back_from_the_activity(misaki: Client, mail: Mail) -> None:
    kept, other = mail("一").ticket_id, mail("二").ticket_id
    assert offered(misaki, kept) == []
    misaki.post(f"/tickets/{kept}/merges", {"absorbed_id": other})
    misaki.post("/bulk-changes", {"ids": [kept], "changes": json.dumps({"priority": 4})}, headers=JSON)
    misaki.post(f"/tickets/{kept}/shelf", {"status": "bin"})
    addresses = offered(misaki, kept)
    assert [address.split("/")[1] for address in addresses] == ["tickets", "bulk-changes", "merges"]
    for address in addresses:
        assert misaki.delete(address).status_code in (200, 204)
    ticket = Ticket.objects.get(pk=kept)
    assert (ticket.status, ticket.priority) == ("new", 2)
    assert Ticket.objects.get(pk=other).merged_into_id is None
    assert offered(misaki, kept) == []


def test_hana_is_offered_nothing_of_what_only_misaki_may_take_back(misaki: Client, hana: Client, mail: Mail) -> None:
    kept, other = mail("一").ticket_id, mail("二").ticket_id
    misaki.post(f"/tickets/{kept}/merges", {"absorbed_id": other})
    misaki.post("/bulk-changes", {"ids": [kept], "changes": json.dumps({"priority": 4})}, headers=JSON)
    assert not [address for address in offered(hana, kept) if address.startswith("/bulk-changes")]
