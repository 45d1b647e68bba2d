"""The news of complaints (クレーム), of abusive contacts (カスハラ) and of letters."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.events import event
from madoguchi.tickets.events import TicketEvent


@dataclass(frozen=True, kw_only=True)
class ComplaintEvent(TicketEvent):
    """Base: one about the complaint of a ticket."""

    complaint_id: int


@event
@dataclass(frozen=True, kw_only=True)
class ComplaintRaised(ComplaintEvent):
    """A ticket is a complaint from now on."""

    name = "complaint.raised"
    label = _("Made a complaint")
    severity: int


@event
@dataclass(frozen=True, kw_only=True)
class ComplaintChanged(ComplaintEvent):
    """Its record was changed; `former_severity` is what it was."""

    name = "complaint.changed"
    label = _("Complaint record changed")
    severity: int
    former_severity: int


@event
@dataclass(frozen=True, kw_only=True)
class ComplaintWithdrawn(ComplaintEvent):
    """It was none after all."""

    name = "complaint.withdrawn"
    label = _("No complaint after all")


@event
@dataclass(frozen=True, kw_only=True)
class ComplaintActionDone(ComplaintEvent):
    """The corrective action is done."""

    name = "complaint.action_done"
    label = _("Corrective action done")


@event
@dataclass(frozen=True, kw_only=True)
class ConsentAsked(ComplaintEvent):
    """Consent to the closing answer or a compensation was asked for."""

    name = "consent.asked"
    label = _("Consent asked for")
    consent_id: int
    asked_by_id: int


@event
@dataclass(frozen=True, kw_only=True)
class ConsentGiven(ComplaintEvent):
    """One of those asked agreed; `final`: it was the last that was needed."""

    name = "consent.given"
    label = _("Consent given")
    consent_id: int
    asked_by_id: int
    final: bool


@event
@dataclass(frozen=True, kw_only=True)
class ConsentReturned(ComplaintEvent):
    """It was sent back with a comment."""

    name = "consent.returned"
    label = _("Consent refused")
    consent_id: int
    asked_by_id: int


@event
@dataclass(frozen=True, kw_only=True)
class FollowUpDue(ComplaintEvent):
    """Time to ask whether the customer is satisfied."""

    name = "complaint.follow_up_due"
    label = _("Follow-up of the complaint is due")


@event
@dataclass(frozen=True, kw_only=True)
class ComplaintFollowedUp(ComplaintEvent):
    """The customer was asked; `outcome` is what they said."""

    name = "complaint.followed_up"
    label = _("Complaint followed up")
    outcome: str


@event
@dataclass(frozen=True, kw_only=True)
class LetterMade(TicketEvent):
    """A formal letter was made as a PDF."""

    name = "letter.made"
    label = _("Letter made")
    attachment_id: int


@dataclass(frozen=True, kw_only=True)
class AbuseEvent(TicketEvent):
    """Base: one about an abusive contact."""

    abuse_id: int


@event
@dataclass(frozen=True, kw_only=True)
class AbuseReported(AbuseEvent):
    """An agent reported abusive conduct; `handed_to_id` is who takes the ticket."""

    name = "abuse.reported"
    label = _("Abusive contact reported")
    handed_to_id: int | None


@event
@dataclass(frozen=True, kw_only=True)
class AbuseStepTaken(AbuseEvent):
    """A supervisor took a step."""

    name = "abuse.step_taken"
    label = _("Step against abuse taken")


@event
@dataclass(frozen=True, kw_only=True)
class CoolOffBegun(AbuseEvent):
    """The agent gets no new work until then (ISO 8601)."""

    name = "abuse.cool_off_begun"
    label = _("Cool-off begun")
    agent_id: int
    until: str


@event
@dataclass(frozen=True, kw_only=True)
class CoolOffEnded(AbuseEvent):
    """The agent is back before its time."""

    name = "abuse.cool_off_ended"
    label = _("Cool-off ended")
    agent_id: int


@event
@dataclass(frozen=True, kw_only=True)
class WatchedMoved(TicketEvent):
    """Never in the log: the line in the bell of those who watch a ticket, whatever happened on it."""

    name = "watch.moved"
    label = _("News on something you watch")
