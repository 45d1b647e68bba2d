"""Tables of tickets."""

from madoguchi.tickets.models.abuse import AbuseStep, AbusiveContact, CoolOff
from madoguchi.tickets.models.approval import Approval
from madoguchi.tickets.models.assignment import Assignment
from madoguchi.tickets.models.bulk import BulkChange
from madoguchi.tickets.models.category import Category
from madoguchi.tickets.models.closure import Closure
from madoguchi.tickets.models.commitment import Commitment
from madoguchi.tickets.models.complaint import Complaint, ComplaintCause, Consent
from madoguchi.tickets.models.consultation import Consultation, ConsultationFile, ConsultationMessage, GuestLink
from madoguchi.tickets.models.draft import Draft
from madoguchi.tickets.models.escalation import Escalation
from madoguchi.tickets.models.field import FieldDefinition
from madoguchi.tickets.models.letter import LetterTemplate
from madoguchi.tickets.models.link import TicketLink
from madoguchi.tickets.models.macro import Macro
from madoguchi.tickets.models.merge import TicketMerge, TicketSplit
from madoguchi.tickets.models.message import Attachment, Mention, Message
from madoguchi.tickets.models.move import MessageMove
from madoguchi.tickets.models.presence import Presence
from madoguchi.tickets.models.snooze import Snooze
from madoguchi.tickets.models.tag import Tag, TicketTag
from madoguchi.tickets.models.ticket import Ticket
from madoguchi.tickets.models.tier import Tier
from madoguchi.tickets.models.view import View
from madoguchi.tickets.models.watch import Watch

__all__ = [
    "AbuseStep",
    "AbusiveContact",
    "Approval",
    "Assignment",
    "Attachment",
    "BulkChange",
    "Category",
    "Closure",
    "Commitment",
    "Complaint",
    "ComplaintCause",
    "Consent",
    "Consultation",
    "ConsultationFile",
    "ConsultationMessage",
    "CoolOff",
    "Draft",
    "Escalation",
    "FieldDefinition",
    "GuestLink",
    "LetterTemplate",
    "Macro",
    "Mention",
    "Message",
    "MessageMove",
    "Presence",
    "Snooze",
    "Tag",
    "Ticket",
    "TicketLink",
    "TicketMerge",
    "TicketSplit",
    "TicketTag",
    "Tier",
    "View",
    "Watch",
]
