"""Watch lists (要注意リスト) as pages show them, and whom news concerns because they watch. Reads only."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from madoguchi.kernel.actors import Actor
from madoguchi.tickets.models import Ticket, Watch


def of_agent(*, by: Actor) -> QuerySet[Watch]:
    """What the actor watches, the latest first; tickets they see no more are left out."""
    rows = Watch.objects.filter(agent_id=by.agent_id or 0)
    seen = rows.filter(Q(ticket=None) | Q(ticket__in=Ticket.objects.visible_to(by).values("pk")))
    return seen.select_related("ticket__customer", "customer").order_by("-begun_at")


def on_ticket(ticket_id: int, *, by: Actor) -> tuple[Watch | None, Watch | None]:
    """The actor's watch on a ticket they see, and on its customer. Raises NotFound."""
    ticket = Ticket.objects.get_visible(ticket_id, by)
    rows = Watch.objects.filter(agent_id=by.agent_id or 0)
    found = list(rows.filter(Q(ticket=ticket) | Q(customer_id=ticket.customer_id)))
    return (
        next((row for row in found if row.ticket_id is not None), None),
        next((row for row in found if row.customer_id is not None), None),
    )


def watchers(ticket_ids: Iterable[int]) -> dict[int, set[int]]:
    """{ticket: agents who watch it or its customer}."""
    customers = dict(Ticket.objects.filter(pk__in=set(ticket_ids)).values_list("id", "customer_id"))
    if not customers:
        return {}
    rows = Watch.objects.filter(Q(ticket__in=customers) | Q(customer__in=set(customers.values())))
    found: dict[int, set[int]] = {}
    for ticket_id, customer_id, agent_id in rows.values_list("ticket_id", "customer_id", "agent_id"):
        for number, theirs in customers.items():
            if ticket_id == number or (customer_id is not None and customer_id == theirs):
                found.setdefault(number, set()).add(agent_id)
    return found


def anybody_watches() -> bool:
    """Whether there is anything to tell at all."""
    return Watch.objects.exists()
