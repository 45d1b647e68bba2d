"""Complaints, abusive contacts and watch lists for programs."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from madoguchi.api.answers import answer, nothing
from madoguchi.api.door import actor_of
from madoguchi.api.shapes import Body, Id, Ids, Shape
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.tickets import abuse
from madoguchi.tickets.complaints import reading
from madoguchi.tickets.models import AbusiveContact, Complaint
from madoguchi.tickets.services import complaining, consenting, following_up, reporting_abuse, watching

router = Router(tags=["complaints"])
MOST = 500
Text = Annotated[str, Field(max_length=10_000)]


class ComplaintRecord(Shape):
    """The whole record: what is left out is emptied. `severity` is 1 (minor) to 4 (critical)."""

    severity: Annotated[int, Field(ge=1, le=4)]
    facts: Text = ""
    feelings: Text = ""
    demand: Text = ""
    cause_id: Id | None = None
    action: Text = ""
    action_owner_id: Id | None = None
    action_due_on: date | None = None


class FollowUp(Shape):
    """What the customer said when asked again."""

    outcome: Literal["fan", "satisfied", "neutral", "dissatisfied", "unreached"]
    note: Text = ""


class NewConsent(Shape):
    """What consent is asked for; `amount` in yen for a compensation."""

    kind: Literal["closing", "compensation"]
    words: Annotated[str, Field(min_length=1, max_length=10_000)]
    amount: Annotated[int, Field(ge=0, le=2**53 - 1)] | None = None


class Decision(Shape):
    """Agreeing, or sending back with a comment."""

    agreed: bool
    comment: Text = ""


class NewAbuse(Shape):
    """An abusive contact; `message_ids` are messages of the ticket that prove it."""

    kind: Literal[
        "verbal",
        "threat",
        "holding",
        "demand",
        "repeated",
        "stalking",
        "discrimination",
        "sexual",
        "exposure",
        "other",
    ]
    note: Body = ""
    minutes: Annotated[int, Field(ge=0, le=10_080)] | None = None
    message_ids: Ids = []
    hand_to_id: Id | None = None
    rest_minutes: Annotated[int, Field(ge=0, le=10_080)] = 0


class NewWatch(Shape):
    """A watch on the ticket, or on everything of its customer."""

    customer: bool = False
    reason: Annotated[str, Field(max_length=200)] = ""


@router.get("/complaints", operation_id="list_complaints")
def list_complaints(
    request: HttpRequest, show: Literal["open", "actions", "follow-ups", "done"] = "open"
) -> HttpResponse:
    """Open complaints (the gravest and oldest first), corrective actions to do, follow-ups to make, or made; 500 at
    most."""
    lists = {
        "open": reading.open_ones,
        "actions": reading.actions_due,
        "follow-ups": reading.follow_ups,
        "done": reading.followed_up,
    }
    return answer({"items": [reading.plain(row) for row in lists[show](by=actor_of(request))[:MOST]]})


@router.get("/tickets/{int:ticket_id}/complaint", operation_id="get_complaint")
def get_complaint(request: HttpRequest, ticket_id: Id) -> HttpResponse:
    """The complaint of a ticket with the consents asked for; 404 when it is none."""
    return answer(_shown(ticket_id, actor_of(request)))


@router.put("/tickets/{int:ticket_id}/complaint", operation_id="put_complaint")
def put_complaint(request: HttpRequest, ticket_id: Id, body: ComplaintRecord) -> HttpResponse:
    """Makes the ticket a complaint, or writes its record anew."""
    actor = actor_of(request)
    complaining.record(ticket_id, account=complaining.Account(**body.model_dump()), by=actor)
    return answer(_shown(ticket_id, actor))


@router.delete("/tickets/{int:ticket_id}/complaint", operation_id="withdraw_complaint")
def withdraw(request: HttpRequest, ticket_id: Id) -> HttpResponse:
    """It was no complaint after all."""
    complaining.withdraw(ticket_id, by=actor_of(request))
    return nothing()


@router.post("/tickets/{int:ticket_id}/complaint/action", operation_id="finish_complaint_action")
def finish_action(request: HttpRequest, ticket_id: Id) -> HttpResponse:
    """The corrective action is done."""
    actor = actor_of(request)
    complaining.finish_action(ticket_id, by=actor)
    return answer(_shown(ticket_id, actor))


@router.put("/tickets/{int:ticket_id}/complaint/follow-up", operation_id="follow_up_complaint")
def follow_up(request: HttpRequest, ticket_id: Id, body: FollowUp) -> HttpResponse:
    """Records what the customer said some days after the end."""
    actor = actor_of(request)
    following_up.record(ticket_id, outcome=body.outcome, note=body.note, by=actor)
    return answer(_shown(ticket_id, actor))


@router.post("/tickets/{int:ticket_id}/complaint/consents", operation_id="ask_consent")
def ask(request: HttpRequest, ticket_id: Id, body: NewConsent) -> HttpResponse:
    """Asks for consent to the closing answer or a compensation. 201 with the complaint."""
    actor = actor_of(request)
    consenting.ask(ticket_id, **body.model_dump(), by=actor)
    return answer(_shown(ticket_id, actor), status=201)


@router.put("/tickets/{int:ticket_id}/complaint/consents/{int:consent_id}", operation_id="decide_consent")
def decide(request: HttpRequest, ticket_id: Id, consent_id: Id, body: Decision) -> HttpResponse:
    """Agrees, or sends back with a comment."""
    actor = actor_of(request)
    act = consenting.agree if body.agreed else consenting.send_back
    act(ticket_id, consent_id=consent_id, comment=body.comment, by=actor)
    return answer(_shown(ticket_id, actor))


@router.post("/tickets/{int:ticket_id}/abusive-contacts", operation_id="report_abuse")
def report(request: HttpRequest, ticket_id: Id, body: NewAbuse) -> HttpResponse:
    """Reports an abusive contact, hands the ticket over and begins a break as asked. 201."""
    row = reporting_abuse.report(ticket_id, **body.model_dump(), by=actor_of(request))
    return answer(_abuse(row), status=201)


@router.get("/abusive-contacts", operation_id="list_abusive_contacts")
def list_abuse(request: HttpRequest) -> HttpResponse:
    """Reports that stand, the latest first; 500 at most. Needs `abuse:manage`."""
    return answer({"items": [_abuse(row) for row in abuse.contacts(by=actor_of(request))[:MOST]]})


@router.put("/tickets/{int:ticket_id}/watch", operation_id="watch_ticket")
def watch(request: HttpRequest, ticket_id: Id, body: NewWatch) -> HttpResponse:
    """Puts the ticket, or its customer, on the watch list of the key's agent."""
    row = watching.watch(ticket_id, customer=body.customer, reason=body.reason, by=actor_of(request))
    return answer({"id": row.id, "ticket_id": row.ticket_id, "customer_id": row.customer_id, "reason": row.reason})


def _shown(ticket_id: int, by: Actor) -> dict[str, Any]:
    row = reading.of_ticket(ticket_id, by=by)
    if row is None:
        raise NotFound
    return {**reading.plain(row), "consents": _consents(row, by)}


def _consents(row: Complaint, by: Actor) -> list[dict[str, Any]]:
    return [
        {
            "id": one.row.id,
            "kind": one.row.kind,
            "words": one.row.words,
            "amount": one.row.amount,
            "needed": one.row.needed,
            "state": one.row.state,
            "asked_by_id": one.row.asked_by_id,
            "asked_at": one.row.asked_at,
            "decisions": one.row.decisions,
        }
        for one in reading.consents(row, by=by)
    ]


def _abuse(row: AbusiveContact) -> dict[str, Any]:
    names = ("id", "ticket_id", "customer_id", "agent_id", "kind", "note", "minutes", "message_ids", "handed_to_id")
    return {name: getattr(row, name) for name in (*names, "reported_at", "lifted_at")}
