"""Planting the cases (see planted) among tickets, asking them, and how much of what was found was right."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from bench.planted import Case, cases


@dataclass
class Outcome:
    """Recall and precision by kind of query (mean over its queries), the misses, and a digest of all orders."""

    recall: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    precision: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)
    digest: str = ""

    def mean(self, of: dict[str, list[float]]) -> float:
        """Over all queries."""
        together = [figure for figures in of.values() for figure in figures]
        return sum(together) / len(together)

    def __str__(self) -> str:
        lines = [f"{'':10}{'queries':>9}{'recall':>9}{'precision':>11}"]
        for kind, figures in self.recall.items():
            precise = self.precision[kind]
            lines.append(
                f"{kind:10}{len(figures):>9}{sum(figures) / len(figures):>9.3f}{sum(precise) / len(precise):>11.3f}"
            )
        lines.append(
            f"all       {sum(map(len, self.recall.values())):>9}{self.mean(self.recall):>9.3f}"
            f"{self.mean(self.precision):>11.3f}"
        )
        return "\n".join([*lines, *self.wrong, f"orders {self.digest}"])


def plant(*, customer_id: int, team_id: int | None) -> dict[str, int]:
    """Opens a ticket for everything that is said or unsaid, and gives its id by what it says."""
    from madoguchi.kernel.actors import SYSTEM
    from madoguchi.tickets.services import opening

    planted: dict[str, int] = {}
    for case in cases():
        for said in (*case.said, *case.unsaid):
            if said not in planted:
                planted[said] = opening.open_ticket(
                    subject="件名なし", customer_id=customer_id, text=said, kind="inward", team_id=team_id, by=SYSTEM
                ).id
    return planted


def ask(planted: dict[str, int], *, by: Any) -> Outcome:
    """Every query, newest first and by relevance. Right is what a case names; and what other cases say so, too."""
    from madoguchi.tickets.searching import search_tickets

    outcome, orders, first = Outcome(), hashlib.sha256(), min(planted.values())
    for case in cases():
        found = search_tickets(case.typed, by=by, limit=100).ids
        ranked = search_tickets(case.typed, by=by, limit=100, order="relevance").ids
        orders.update(str([[one - first for one in ids] for ids in (found, ranked)]).encode())
        _judge(outcome, case, planted, set(found))
    outcome.digest = orders.hexdigest()[:16]
    return outcome


def _judge(outcome: Outcome, case: Case, planted: dict[str, int], found: set[int]) -> None:
    wanted = {planted[said] for said in case.said}
    bad = {planted[said] for said in case.unsaid} | (found - set(planted.values()))
    right, wrong = wanted & found, bad & found
    outcome.recall[case.kind].append(len(right) / len(wanted))
    outcome.precision[case.kind].append(len(right) / len(right | wrong) if right | wrong else 1.0)
    lost = [said for said in case.said if planted[said] not in found]
    if lost or wrong:
        outcome.wrong.append(f"  {case.typed}: misses {lost}, finds {len(wrong)} that do not fit")
