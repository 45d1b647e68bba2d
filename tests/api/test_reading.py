"""Reading through the API."""

from tests.cast import Cast, program
from tests.tickets.conftest import MailIn


def test_hana_lists_her_teams_tickets(cast: Cast, mail_in: MailIn) -> None:
    ticket = mail_in()
    answer = program(cast.hana).get("/api/v1/tickets")
    assert answer.status_code == 200
    (row,) = answer.json()["items"]
    assert (row["id"], row["subject"], row["customer"]["name"]) == (ticket.id, "炊飯器の保温について", "田中 一郎")
    assert answer.json()["next_cursor"] == ""
