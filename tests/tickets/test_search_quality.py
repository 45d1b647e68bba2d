"""126 queries of four kinds find what they should, hardly anything else, and in the same order on every database."""

from bench import finding
from tests.cast import Cast, acting

ORDERS = "e423dc418e95e0d2"
"""Of all answers: newest first and by relevance. Not to differ between SQLite and PostgreSQL."""


def test_people_find_what_they_look_for(cast: Cast) -> None:
    planted = finding.plant(customer_id=cast.tanaka.id, team_id=cast.support.id)
    outcome = finding.ask(planted, by=acting(cast.hana))
    assert outcome.mean(outcome.recall) >= 0.95, str(outcome)
    assert outcome.mean(outcome.precision) >= 0.95, str(outcome)
    assert outcome.digest == ORDERS, str(outcome)
