"""The rooms of the set-up, their order, and who may enter which."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madoguchi.channels.permissions import ChannelPermission
from madoguchi.kernel.actors import Actor
from madoguchi.people.permissions import PeoplePermission
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.web.doors import DeskRequest
from madoguchi.web.rendering import page


@dataclass(frozen=True, slots=True)
class Entry:
    """One screen: the name of its address, what it is called, what it is for, its icon, the permission it needs."""

    name: str
    label: str | Promise
    purpose: str | Promise
    icon: str
    permission: str


GROUPS: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    (
        _("Company"),
        (
            Entry(
                "setup_company",
                _("Company"),
                _("Name and language shown to customers."),
                "building-2",
                PeoplePermission.SETTING_MANAGE,
            ),
            Entry(
                "setup_hours",
                _("Business hours"),
                _("When you answer; times to answer count only then."),
                "clock",
                PeoplePermission.SETTING_MANAGE,
            ),
        ),
    ),
    (
        pgettext_lazy("setup", "People"),
        (
            Entry(
                "setup_teams",
                _("Teams"),
                _("Groups of agents that answer together."),
                "users",
                PeoplePermission.TEAM_MANAGE,
            ),
            Entry(
                "setup_agents",
                _("Agents"),
                _("Everybody who signs in here."),
                "user-round",
                PeoplePermission.AGENT_MANAGE,
            ),
            Entry(
                "setup_roles",
                _("Roles"),
                _("What agents may see and do."),
                "shield-check",
                PeoplePermission.ROLE_MANAGE,
            ),
        ),
    ),
    (
        _("Channels"),
        (
            Entry(
                "setup_inboxes",
                _("Inboxes"),
                _("Mailboxes and request forms."),
                "inbox",
                ChannelPermission.INBOX_MANAGE,
            ),
            Entry(
                "setup_mail_room",
                _("Mail room"),
                _("Where is this mail? Everything that came in or went out."),
                "mail-check",
                ChannelPermission.RAW_READ,
            ),
            Entry(
                "setup_quarantine",
                _("Unreadable messages"),
                _("What came in and could not be read."),
                "file-warning",
                ChannelPermission.RAW_READ,
            ),
            Entry(
                "setup_spam",
                _("Spam"),
                _("Block list, allow list, learning from marks."),
                "shield-alert",
                ChannelPermission.SPAM_MANAGE,
            ),
            Entry(
                "setup_deliveries",
                _("Failed sendings"),
                _("Replies that did not reach the customer."),
                "mail-x",
                ChannelPermission.RAW_READ,
            ),
        ),
    ),
    (
        _("Tickets"),
        (
            Entry(
                "setup_categories", _("Categories"), _("What tickets are about."), "folder-tree", TicketPermission.SETUP
            ),
            Entry(
                "setup_fields",
                _("Custom fields"),
                _("Your own entries on tickets and forms."),
                "text-cursor-input",
                TicketPermission.SETUP,
            ),
            Entry(
                "setup_macros", _("Macros"), _("Texts and changes used again and again."), "zap", TicketPermission.REPLY
            ),
            Entry(
                "setup_checks",
                _("Checks before sending"),
                _("What every reply is looked at for, and forbidden words."),
                "list-checks",
                PeoplePermission.SETTING_MANAGE,
            ),
            Entry(
                "setup_complaints",
                _("Complaints"),
                _("Root causes, consent, follow-up."),
                "message-square-warning",
                TicketPermission.SETUP,
            ),
            Entry(
                "setup_letters",
                _("Letters"),
                _("Templates of apologies and warnings."),
                "scroll-text",
                TicketPermission.SETUP,
            ),
            Entry(
                "setup_tiers",
                _("Tiers"),
                _("Where tickets are escalated to, in which order."),
                "arrow-up-right",
                TicketPermission.SETUP,
            ),
            Entry(
                "setup_tags",
                _("Tags"),
                _("Free words on tickets: rename, merge, delete."),
                "tag",
                TicketPermission.SETUP,
            ),
            Entry(
                "setup_views",
                _("Shared views"),
                _("Saved lists for a team or everyone."),
                "list-filter",
                TicketPermission.VIEW_SHARE,
            ),
        ),
    ),
    (
        _("Operation"),
        (
            Entry(
                "setup_keys",
                _("API keys"),
                _("Keys with which programs act for an agent."),
                "key-round",
                PeoplePermission.API_KEY_MANAGE,
            ),
            Entry(
                "setup_jobs",
                _("Failed jobs"),
                _("Work in the background that gave up."),
                "circle-x",
                PeoplePermission.SETTING_MANAGE,
            ),
            Entry(
                "setup_audit",
                _("Audit trail"),
                _("Who changed what, who looked at whom."),
                "scroll-text",
                PeoplePermission.AUDIT_READ,
            ),
        ),
    ),
)


def entries_for(actor: Actor) -> list[tuple[str | Promise, list[Entry]]]:
    """The groups with the entries the actor may enter; empty groups are left out."""
    allowed = [(label, [entry for entry in entries if actor.has(entry.permission)]) for label, entries in GROUPS]
    return [(label, entries) for label, entries in allowed if entries]


def setup_page(
    request: DeskRequest, template: str, context: dict[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page of the set-up with its navigation and what the last action has to say."""
    groups = [
        (
            label,
            [
                (
                    address := reverse(entry.name),
                    entry.label,
                    entry.icon,
                    request.path.startswith(address),
                    entry.purpose,
                )
                for entry in entries
            ],
        )
        for label, entries in entries_for(request.actor)
    ]
    values = {"groups": groups, "messages": messages.get_messages(request), **(context or {})}
    return page(request, template, values, status=status)
