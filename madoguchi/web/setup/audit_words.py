"""The audit trail in words: what was done, to what, and what changed. The codes are those of the services."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

ACTIONS: dict[str, str | Promise] = {
    "session:open": pgettext_lazy("audit", "Signed in"),
    "session:close": pgettext_lazy("audit", "Signed out"),
    "session:refused": pgettext_lazy("audit", "Sign-in refused"),
    "agent:create": pgettext_lazy("audit", "Agent created"),
    "agent:update": pgettext_lazy("audit", "Agent changed"),
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
    "company:update": pgettext_lazy("audit", "Own company changed"),
    "inbox:create": pgettext_lazy("audit", "Inbox created"),
    "inbox:update": pgettext_lazy("audit", "Inbox changed"),
    "inbox:delete": pgettext_lazy("audit", "Inbox deleted"),
    "inbox:activate": pgettext_lazy("audit", "Inbox switched on"),
    "inbox:deactivate": pgettext_lazy("audit", "Inbox switched off"),
    "raw_message:view": pgettext_lazy("audit", "Raw message viewed"),
    "schedule:create": pgettext_lazy("audit", "Business hours created"),
    "schedule:update": pgettext_lazy("audit", "Business hours changed"),
    "schedule:default": pgettext_lazy("audit", "Default business hours chosen"),
    "schedule:delete": pgettext_lazy("audit", "Business hours deleted"),
    "ticket_setup:saved": pgettext_lazy("audit", "Set-up of tickets saved"),
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
    "schedule": pgettext_lazy("audit", "Business hours"),
    "category": pgettext_lazy("audit", "Category"),
    "field": pgettext_lazy("audit", "Custom field"),
    "tag": pgettext_lazy("audit", "Tag"),
    "installation": pgettext_lazy("audit", "Installation"),
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
}


def address_of(kind: str, subject_id: str) -> str:
    """Where the subject is looked at, empty when there is no page for it."""
    name = _PAGES.get(kind, "")
    return reverse(name, args=[int(subject_id)]) if name and subject_id.isdecimal() and len(subject_id) < 19 else ""


def changes(before: Any, after: Any) -> list[tuple[str, str, str]]:
    """(name, before, after) of what differs; the name is empty when the values have no parts."""
    if not isinstance(before, dict) and not isinstance(after, dict):
        return [] if before is None and after is None else [("", _shown(before), _shown(after))]
    old, new = before if isinstance(before, dict) else {}, after if isinstance(after, dict) else {}
    names = [*old, *(name for name in new if name not in old)]
    return [(name, _shown(old.get(name)), _shown(new.get(name))) for name in names if old.get(name) != new.get(name)]


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "–"
    return str(value)
