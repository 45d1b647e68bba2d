"""The news of approvals (承認): an answer waits for consent, and what became of it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.events import event
from madoguchi.tickets.events import TicketEvent


@dataclass(frozen=True, kw_only=True)
class ApprovalEvent(TicketEvent):
    """Base: one about a request; `asked_by_id` is the writer of the answer."""

    approval_id: int
    asked_by_id: int


@event
@dataclass(frozen=True, kw_only=True)
class ApprovalAsked(ApprovalEvent):
    """An answer waits for consent; `approver_id` is who was asked, None for anybody who may."""

    name = "approval.asked"
    label = _("Approval asked for")
    approver_id: int | None


@event
@dataclass(frozen=True, kw_only=True)
class ApprovalGiven(ApprovalEvent):
    """The answer was approved and is on its way as `message_id`; `edited`: the approver changed its text."""

    name = "approval.given"
    label = _("Answer approved")
    message_id: int
    edited: bool


@event
@dataclass(frozen=True, kw_only=True)
class ApprovalReturned(ApprovalEvent):
    """The answer went back to its writer with a comment."""

    name = "approval.returned"
    label = _("Answer sent back to its writer")


@event
@dataclass(frozen=True, kw_only=True)
class ApprovalWithdrawn(ApprovalEvent):
    """The writer took the request back."""

    name = "approval.withdrawn"
    label = _("Request for approval withdrawn")


@event
@dataclass(frozen=True, kw_only=True)
class ApprovalResumed(ApprovalEvent):
    """The approved answer was taken back before it left: it waits for consent again."""

    name = "approval.resumed"
    label = _("Waits for approval again")
