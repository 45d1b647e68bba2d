"""The audit trail in words: what was done, to what, and what changed. The codes are those of the services."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from madoguchi.people.models import AuditLine

ACTIONS: dict[str, str | Promise] = {
    "session:open": pgettext_lazy("audit", "Signed in"),
    "session:close": pgettext_lazy("audit", "Signed out"),
    "session:refused": pgettext_lazy("audit", "Sign-in refused"),
    "agent:create": pgettext_lazy("audit", "Agent created"),
    "agent:update": pgettext_lazy("audit", "Agent changed"),
    "agent:absence": pgettext_lazy("audit", "Absence of an agent entered"),
    "agent:invite": pgettext_lazy("audit", "Agent invited"),
    "agent:password": pgettext_lazy("audit", "Password set"),
    "agent:deactivate": pgettext_lazy("audit", "Agent switched off"),
    "agent:reactivate": pgettext_lazy("audit", "Agent switched on"),
    "role:create": pgettext_lazy("audit", "Role created"),
    "role:update": pgettext_lazy("audit", "Role changed"),
    "role:delete": pgettext_lazy("audit", "Role deleted"),
    "team:create": pgettext_lazy("audit", "Team created"),
    "team:update": pgettext_lazy("audit", "Team changed"),
    "api_key:issue": pgettext_lazy("audit", "API key issued"),
    "api_key:revoke": pgettext_lazy("audit", "API key revoked"),
    "customer:view": pgettext_lazy("audit", "Customer’s record viewed"),
    "customer:export": pgettext_lazy("audit", "Customers exported"),
    "customer:merge": pgettext_lazy("audit", "Customers merged"),
    "customer:unmerge": pgettext_lazy("audit", "Merge of customers undone"),
    "company:delete": pgettext_lazy("audit", "Company deleted"),
    "company:merge": pgettext_lazy("audit", "Companies merged"),
    "company:unmerge": pgettext_lazy("audit", "Merge of companies undone"),
    "company:update": pgettext_lazy("audit", "Own company changed"),
    "inbox:create": pgettext_lazy("audit", "Inbox created"),
    "inbox:update": pgettext_lazy("audit", "Inbox changed"),
    "inbox:delete": pgettext_lazy("audit", "Inbox deleted"),
    "inbox:activate": pgettext_lazy("audit", "Inbox switched on"),
    "inbox:deactivate": pgettext_lazy("audit", "Inbox switched off"),
    "inbox:connect": pgettext_lazy("audit", "Inbox connected by signing in"),
    "inbox:dkim": pgettext_lazy("audit", "Signing of mail (DKIM) changed"),
    "raw_message:view": pgettext_lazy("audit", "Raw message viewed"),
    "raw_message:retry": pgettext_lazy("audit", "Raw message read again"),
    "raw_message:open": pgettext_lazy("audit", "Ticket made of a raw message"),
    "raw_message:discard": pgettext_lazy("audit", "Raw message thrown away"),
    "raw_message:restore": pgettext_lazy("audit", "Raw message taken back"),
    "raw_message:download": pgettext_lazy("audit", "Raw message downloaded"),
    "raw_message:retention": pgettext_lazy("audit", "Keeping of originals changed"),
    "raw_message:expire": pgettext_lazy("audit", "Originals deleted after their time"),
    "filter_rule:create": pgettext_lazy("audit", "Line of the block or allow list added"),
    "filter_rule:delete": pgettext_lazy("audit", "Line of the block or allow list removed"),
    "spam_learning:switch": pgettext_lazy("audit", "Learning about spam switched"),
    "infected_file:open": pgettext_lazy("audit", "Infected file downloaded"),
    "schedule:create": pgettext_lazy("audit", "Business hours created"),
    "schedule:update": pgettext_lazy("audit", "Business hours changed"),
    "schedule:default": pgettext_lazy("audit", "Default business hours chosen"),
    "schedule:delete": pgettext_lazy("audit", "Business hours deleted"),
    "ticket_setup:saved": pgettext_lazy("audit", "Set-up of tickets saved"),
    "complaint_policy:update": pgettext_lazy("audit", "Handling of complaints changed"),
    "ticket_setup:deleted": pgettext_lazy("audit", "Set-up of tickets deleted"),
    "ticket_setup:merged": pgettext_lazy("audit", "Tags merged"),
    "installation:found": pgettext_lazy("audit", "Installation begun"),
}
KINDS: dict[str, str | Promise] = {
    "agent": pgettext_lazy("audit", "Agent"),
    "role": pgettext_lazy("audit", "Role"),
    "team": pgettext_lazy("audit", "Team"),
    "api_key": pgettext_lazy("audit", "API key"),
    "customer": pgettext_lazy("audit", "Customer"),
    "company": pgettext_lazy("audit", "Company"),
    "company_settings": pgettext_lazy("audit", "Own company"),
    "inbox": pgettext_lazy("audit", "Inbox"),
    "raw_message": pgettext_lazy("audit", "Raw message"),
    "filter_rule": pgettext_lazy("audit", "Block or allow list"),
    "spam_learning": pgettext_lazy("audit", "Learning about spam"),
    "attachment": pgettext_lazy("audit", "Attachment"),
    "schedule": pgettext_lazy("audit", "Business hours"),
    "category": pgettext_lazy("audit", "Category"),
    "field": pgettext_lazy("audit", "Custom field"),
    "tag": pgettext_lazy("audit", "Tag"),
    "tier": pgettext_lazy("audit", "Tier"),
    "installation": pgettext_lazy("audit", "Installation"),
}
ACTORS: dict[str, str | Promise] = {
    "api_key": pgettext_lazy("audit", "API key"),
    "assistant": pgettext_lazy("audit", "Assistant"),
    "customer": pgettext_lazy("audit", "Customer"),
    "rule": pgettext_lazy("audit", "Rule"),
    "system": pgettext_lazy("audit", "Madoguchi itself"),
}
NAMES: dict[str, str | Promise] = {
    "active": pgettext_lazy("audit", "In use"),
    "address": pgettext_lazy("audit", "Address"),
    "agents": pgettext_lazy("audit", "Agents"),
    "choices": pgettext_lazy("audit", "Choices"),
    "company": pgettext_lazy("audit", "Company"),
    "days": pgettext_lazy("audit", "Special days"),
    "description": pgettext_lazy("audit", "Description"),
    "display_name": pgettext_lazy("audit", "Sender’s name"),
    "email": pgettext_lazy("audit", "Mail address"),
    "holidays": pgettext_lazy("audit", "Holidays"),
    "kana": pgettext_lazy("audit", "Reading (kana)"),
    "label": pgettext_lazy("audit", "Label"),
    "ladder": pgettext_lazy("audit", "Tickets they may read"),
    "leaders": pgettext_lazy("audit", "Leaders"),
    "name": pgettext_lazy("audit", "Name"),
    "order": pgettext_lazy("audit", "Order"),
    "permissions": pgettext_lazy("audit", "Permissions"),
    "receipt_enabled": pgettext_lazy("audit", "Receipt notice"),
    "receipt_text": pgettext_lazy("audit", "Text of the receipt notice"),
    "receipts_per_hour": pgettext_lazy("audit", "Receipt notices an hour at most"),
    "repeat_unconfirmed": pgettext_lazy("audit", "Repeat unconfirmed mail"),
    "role": pgettext_lazy("audit", "Role"),
    "salutation": pgettext_lazy("audit", "Begin with the customer’s name"),
    "signature": pgettext_lazy("audit", "Signature"),
    "team_id": pgettext_lazy("audit", "Number of the team"),
    "teams": pgettext_lazy("audit", "Teams"),
    "tier": pgettext_lazy("audit", "Tier"),
    "time_zone": pgettext_lazy("audit", "Time zone"),
    "undo_seconds": pgettext_lazy("audit", "Seconds to undo sending"),
    "weekly": pgettext_lazy("audit", "Week"),
}
_PAGES = {
    "agent": "setup_agent",
    "role": "setup_role",
    "team": "setup_team",
    "customer": "customer",
    "company": "company",
    "inbox": "setup_inbox",
    "schedule": "setup_hours_one",
    "category": "setup_category",
    "field": "setup_field",
    "tag": "setup_tag",
    "tier": "setup_tier",
}


def address_of(kind: str, subject_id: str) -> str:
    """Where the subject is looked at, empty when there is no page for it."""
    name = _PAGES.get(kind, "")
    return reverse(name, args=[int(subject_id)]) if name and subject_id.isdecimal() and len(subject_id) < 19 else ""


def actor_of(line: AuditLine) -> str:
    """Who did it: the name of a person or key, else what kind of actor it was."""
    named = line.actor_name and line.actor_name != line.actor_kind
    return line.actor_name if named else str(ACTORS.get(line.actor_kind, line.actor_kind))


def changes(before: Any, after: Any) -> list[tuple[str, str, str]]:
    """(name, before, after) of what differs; the name is empty when the values have no parts."""
    if not isinstance(before, dict) and not isinstance(after, dict):
        return [] if before is None and after is None else [("", _shown(before), _shown(after))]
    old, new = before if isinstance(before, dict) else {}, after if isinstance(after, dict) else {}
    names = [*old, *(name for name in new if name not in old)]
    return [
        (str(NAMES.get(name, name)), _shown(old.get(name)), _shown(new.get(name)))
        for name in names
        if old.get(name) != new.get(name)
    ]


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return pgettext("audit", "yes") if value else pgettext("audit", "no")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "–"
    return str(value)
