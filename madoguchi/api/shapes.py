"""What requests may carry. Unknown names are refused, so nothing can be set that is not listed here."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Name = Annotated[str, Field(max_length=200)]
Body = Annotated[str, Field(max_length=500_000)]
Ids = Annotated[list[Id], Field(max_length=10_000)]
Moment = AwareDatetime


class Shape(Schema):
    """Base of all request bodies."""

    model_config = ConfigDict(extra="forbid")

    def given(self) -> dict[str, Any]:
        """Only what the request named."""
        return self.model_dump(exclude_unset=True)


class Person(Shape):
    """A recipient."""

    name: Annotated[str, Field(max_length=120)] = ""
    address: Annotated[str, Field(min_length=1, max_length=320)]


Recipients = Annotated[list[Person], Field(max_length=50)]


class NewTicket(Shape):
    """A ticket to open: with a message to the customer (outward), an internal note, or what the customer said."""

    subject: Annotated[str, Field(min_length=1, max_length=300)]
    customer_id: Id
    text: Body
    html: Body = ""
    kind: Literal["outward", "note", "inward"] = "outward"
    team_id: Id | None = None
    assignee_id: Id | None = None
    channel: Annotated[str, Field(max_length=16)] = "mail"
    inbox_id: Id | None = None
    priority: Annotated[int, Field(ge=1, le=4)] = 2
    attachment_ids: Ids = []


class TicketChange(Shape):
    """What of a ticket changes; only what is named."""

    subject: Annotated[str, Field(min_length=1, max_length=300)] = ""
    priority: Annotated[int, Field(ge=1, le=4)] = 2
    category_id: Id | None = None
    status: Literal["new", "open", "waiting"] = "open"
    fields: dict[str, Any] = {}


class NewReply(Shape):
    """A reply. `last_seen_id` is the newest message the writer had before them; `send_after` holds it back;
    `charset` utf-8 overrules an inbox that writes ISO-2022-JP. With `promises`, even empty, what the text promises
    becomes commitments: by its sentence another due time, or null to leave it out. `keeps` are earlier ones that this
    reply fulfils."""

    text: Body
    html: Body = ""
    promises: Annotated[dict[str, Moment | None], Field(max_length=50)] | None = None
    keeps: Ids = []
    to: Recipients | None = None
    cc: Recipients = []
    bcc: Recipients = []
    attachment_ids: Ids = []
    last_seen_id: Id | None = None
    confirm_newer: bool = False
    send_after: Moment | None = None
    charset: Literal["", "utf-8"] = ""
    close: bool = False


class CommitmentTime(Shape):
    """When a promise falls due."""

    due_at: Moment


class CommitmentOutcome(Shape):
    """What became of a promise."""

    state: Literal["kept", "broken", "dropped"]


class NewNote(Shape):
    """An internal note."""

    text: Body
    html: Body = ""
    mention_ids: Ids = []
    attachment_ids: Ids = []


class NewAssignment(Shape):
    """Who is in charge; a name left out stays as it is, null means nobody."""

    agent_id: Id | None = None
    team_id: Id | None = None


class NewSnooze(Shape):
    """Until when, and why."""

    until: Moment
    reason: Annotated[str, Field(max_length=200)] = ""


class NewShelf(Shape):
    """Out of the way: among spam or into the bin."""

    status: Literal["spam", "bin"]


class TagNames(Shape):
    """Names of tags."""

    names: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=50)]


class NewMerge(Shape):
    """The ticket that goes into this one."""

    absorbed_id: Id
    confirm_different_customers: bool = False


class NewSplit(Shape):
    """The messages that leave."""

    message_ids: Ids
    subject: Annotated[str, Field(max_length=300)] = ""


class NewLink(Shape):
    """The other ticket."""

    other_id: Id
    kind: Literal["related", "parent", "follow_up"] = "related"


class NewEscalation(Shape):
    """The hand-over record."""

    to_team_id: Id
    asked: Annotated[str, Field(max_length=5000)]
    tried: Annotated[str, Field(max_length=5000)] = ""
    wanted: Annotated[str, Field(max_length=5000)]
    due_at: Moment | None = None
    to_agent_id: Id | None = None


class NewHandBack(Shape):
    """The answer that goes back."""

    answer: Annotated[str, Field(max_length=5000)]


class DraftBody(Shape):
    """A draft over the revision the writer had (0 for a new one)."""

    body: dict[str, Any]
    revision: Annotated[int, Field(ge=0)] = 0


class Looking(Shape):
    """Having a ticket open; `editing` takes the soft lock, `take_over` even from a colleague."""

    editing: bool = False
    take_over: bool = False


class Condition(Shape):
    """One row of a view."""

    field: Annotated[str, Field(max_length=80)]
    operator: Annotated[str, Field(max_length=30)]
    value: Any = None


class ViewBody(Shape):
    """A view: one's own (default), a team's, or everyone's."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    conditions: Annotated[list[Condition], Field(max_length=30)] = []
    order: Annotated[str, Field(max_length=24)] = "-last_message_at"
    audience: Literal["me", "team", "everyone"] = "me"
    team_id: Id | None = None
    position: Annotated[int, Field(ge=0, le=100_000)] = 0


class MacroBody(Shape):
    """A macro: one's own (default), a team's, or everyone's."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    text: Annotated[str, Field(max_length=20_000)] = ""
    shortcut: Annotated[str, Field(max_length=30)] = ""
    changes: dict[str, Any] = {}
    language: Literal["ja", "en"] = "ja"
    audience: Literal["me", "team", "everyone"] = "me"
    team_id: Id | None = None
    position: Annotated[int, Field(ge=0, le=100_000)] = 0
    active: bool = True


class MacroUse(Shape):
    """A macro to use on a ticket."""

    macro_id: Id


class NewBulkChange(Shape):
    """Changes for many tickets, chosen by ids or by conditions."""

    changes: dict[str, Any]
    ticket_ids: Ids | None = None
    conditions: Annotated[list[Condition], Field(max_length=30)] | None = None


class CategoryBody(Shape):
    """A category."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    parent_id: Id | None = None
    team_id: Id | None = None
    position: Annotated[int, Field(ge=0, le=100_000)] = 0
    active: bool = True


class FieldBody(Shape):
    """A custom field. Key and kind stay as they were when it was made."""

    label: Annotated[str, Field(min_length=1, max_length=80)]
    kind: Literal["text", "choice", "number", "date", "checkbox"] = "text"
    key: Annotated[str, Field(max_length=40)] = ""
    help_text: Annotated[str, Field(max_length=200)] = ""
    choices: Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=200)] = []
    team_id: Id | None = None
    required_to_close: bool = False
    on_form: bool = False
    position: Annotated[int, Field(ge=0, le=100_000)] = 0
    active: bool = True


class TagBody(Shape):
    """A tag's new name."""

    name: Annotated[str, Field(min_length=1, max_length=60)]


class TagMerge(Shape):
    """The tag that takes this one's place."""

    into_id: Id
