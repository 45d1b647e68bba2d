"""The news of consultations (相談): what colleagues and outsiders were asked about a ticket, and what they said."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.events import event
from madoguchi.tickets.events import TicketEvent


@dataclass(frozen=True, kw_only=True)
class ConsultationEvent(TicketEvent):
    """Base: one about a consultation."""

    consultation_id: int


@event
@dataclass(frozen=True, kw_only=True)
class ConsultationAsked(ConsultationEvent):
    """We wrote to those who are asked: the first time (`opened`) or again. `inbox_id` is the ticket's."""

    name = "consultation.asked"
    label = _("Asked others")
    asked_id: int
    opened: bool
    inbox_id: int | None


@event
@dataclass(frozen=True, kw_only=True)
class ConsultationAnswered(ConsultationEvent):
    """Somebody answered, by mail or through the page (`by_link`). `auto`: a machine did. `asker_id` is the agent."""

    name = "consultation.answered"
    label = _("Answer to a consultation")
    asked_id: int
    author: str
    auto: bool
    by_link: bool
    asker_id: int | None


@event
@dataclass(frozen=True, kw_only=True)
class ConsultationSent(ConsultationEvent):
    """A mail of the consultation left the house."""

    name = "consultation.sent"
    label = _("Mail of a consultation sent")
    asked_id: int


@event
@dataclass(frozen=True, kw_only=True)
class ConsultationFailed(ConsultationEvent):
    """A mail of the consultation did not arrive; `permanent` false: it is tried again by itself."""

    name = "consultation.failed"
    label = _("Mail of a consultation failed")
    asked_id: int
    reason: str
    permanent: bool
    asker_id: int | None


@event
@dataclass(frozen=True, kw_only=True)
class ConsultationRetried(ConsultationEvent):
    """An agent wants a mail that failed sent again."""

    name = "consultation.retried"
    label = _("Mail of a consultation sent again")
    asked_id: int


@event
@dataclass(frozen=True, kw_only=True)
class ConsultationClosed(ConsultationEvent):
    """Nothing more is awaited."""

    name = "consultation.closed"
    label = _("Consultation finished")


@event
@dataclass(frozen=True, kw_only=True)
class ConsultationReopened(ConsultationEvent):
    """It goes on: an agent said so, or an answer came late."""

    name = "consultation.reopened"
    label = _("Consultation taken up again")


@event
@dataclass(frozen=True, kw_only=True)
class GuestLinkMade(ConsultationEvent):
    """Those who were asked can read and answer on a page."""

    name = "guest_link.made"
    label = _("Page for answers opened")
    link_id: int


@event
@dataclass(frozen=True, kw_only=True)
class GuestLinkRevoked(ConsultationEvent):
    """The page opens no more."""

    name = "guest_link.revoked"
    label = _("Page for answers closed")
    link_id: int
