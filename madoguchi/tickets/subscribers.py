"""What this room does about events: tickets follow their customer through merges, approved answers that are taken back
wait again."""

from madoguchi.customers.events import CustomerMerged, CustomerUnmerged
from madoguchi.customers.services import merging
from madoguchi.kernel.events import Published, subscribe
from madoguchi.people.events import AbsenceBegun
from madoguchi.tickets.events import MessageTakenBack
from madoguchi.tickets.models import AbusiveContact, Ticket, Watch
from madoguchi.tickets.queueing import later
from madoguchi.tickets.services import approving


@subscribe(CustomerMerged)
def take_tickets_along(published: Published) -> None:
    """Moves the absorbed customer's tickets to the survivor and notes which, for the undo."""
    news = published.event
    assert isinstance(news, CustomerMerged)
    absorbed = Ticket.objects.filter(customer_id=news.absorbed_id)
    ticket_ids = list(absorbed.values_list("id", flat=True))
    absorbed.update(customer_id=news.customer_id)
    AbusiveContact.objects.filter(customer_id=news.absorbed_id).update(customer_id=news.customer_id)
    watched = Watch.objects.filter(customer_id=news.customer_id).values("agent_id")
    Watch.objects.filter(customer_id=news.absorbed_id).exclude(agent_id__in=watched).update(
        customer_id=news.customer_id
    )
    merging.record_moved_tickets(news.merge_id, ticket_ids=ticket_ids, by=published.by)


@subscribe(CustomerUnmerged)
def give_tickets_back(published: Published) -> None:
    """Gives the tickets back that the merge had moved, unless they were moved on since."""
    news = published.event
    assert isinstance(news, CustomerUnmerged)
    Ticket.objects.filter(pk__in=news.ticket_ids, customer_id=news.customer_id).update(customer_id=news.absorbed_id)
    reports = AbusiveContact.objects.filter(ticket_id__in=news.ticket_ids, customer_id=news.customer_id)
    reports.update(customer_id=news.absorbed_id)


@subscribe(MessageTakenBack)
def wait_for_approval_again(published: Published) -> None:
    """An approved answer that was taken back waits for approval again."""
    news = published.event
    assert isinstance(news, MessageTakenBack)
    approving.resume(news.message_id, by=published.by)


@subscribe(AbsenceBegun)
def hand_on_the_work(published: Published) -> None:
    """Has the tickets of somebody who is away from now on given back, where they wanted that."""
    news = published.event
    assert isinstance(news, AbsenceBegun)
    if news.gives_back:
        later("tickets.give_back", absence_id=news.absence_id)
