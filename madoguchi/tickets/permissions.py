"""What one may do to tickets: dotted names, asked inside services."""

from enum import StrEnum


class TicketPermission(StrEnum):
    """Permissions of the room. Reading is narrowed further by the ladder (see queries)."""

    READ = "ticket:read"
    OPEN = "ticket:open"
    REPLY = "ticket:reply"
    APPROVE = "ticket:approve"
    NOTE = "ticket:note"
    ASSIGN = "ticket:assign"
    CLOSE = "ticket:close"
    CHANGE = "ticket:change"
    MERGE = "ticket:merge"
    ESCALATE = "ticket:escalate"
    COMPLAIN = "complaint:write"
    CONSENT = "complaint:approve"
    ABUSE_REPORT = "abuse:report"
    ABUSE_MANAGE = "abuse:manage"
    DELETE = "ticket:delete"
    BULK = "ticket:bulk"
    SUPERVISE = "ticket:supervise"
    VIEW_SHARE = "view:share"
    MACRO_MANAGE = "macro:manage"
    SETUP = "ticket_setup:manage"
