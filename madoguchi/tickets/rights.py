"""This room's permissions as the screen of roles explains them."""

from django.utils.translation import gettext_lazy as _

from madoguchi.people.registry import AGENTS, EVERYBODY, SUPERVISORS, Right, register
from madoguchi.tickets.permissions import TicketPermission

register(
    _("Tickets"),
    [
        Right(
            TicketPermission.READ,
            _("Read tickets"),
            _("Read tickets as far as the role reaches: assigned, team, unassigned or all."),
            EVERYBODY,
        ),
        Right(TicketPermission.OPEN, _("Open tickets"), _("Start a ticket on behalf of a customer."), AGENTS),
        Right(TicketPermission.REPLY, _("Reply"), _("Send replies to customers."), AGENTS),
        Right(TicketPermission.NOTE, _("Write notes"), _("Write internal notes and mention colleagues."), AGENTS),
        Right(TicketPermission.ASSIGN, _("Assign"), _("Change who is in charge and which team."), AGENTS),
        Right(TicketPermission.CLOSE, _("Close and reopen"), _("Finish tickets and take them up again."), AGENTS),
        Right(
            TicketPermission.CHANGE,
            _("Change properties"),
            _("Subject, status, priority, category, tags, fields and snoozing."),
            AGENTS,
        ),
        Right(
            TicketPermission.MERGE,
            _("Merge, split and link"),
            _("Make two tickets into one, take one apart, link them, and undo it."),
            AGENTS,
        ),
        Right(
            TicketPermission.ESCALATE,
            _("Escalate"),
            _("Hand a ticket to the next tier with a record of what was tried, and hand it back."),
            AGENTS,
        ),
        Right(
            TicketPermission.DELETE,
            _("Spam and bin"),
            _("Put tickets among spam or into the bin, and take them out."),
            AGENTS,
        ),
        Right(
            TicketPermission.SUPERVISE,
            _("See the wall and even out work"),
            _("See who is on what and who has how much to do, and move tickets between the agents of a team."),
            SUPERVISORS,
        ),
        Right(
            TicketPermission.APPROVE,
            _("Approve answers"),
            _("Read answers that wait for approval, send them or give them back."),
            SUPERVISORS,
        ),
        Right(
            TicketPermission.COMPLAIN,
            _("Handle complaints"),
            _("Make a ticket a complaint and keep its record, ask for consent, follow up, make letters."),
            AGENTS,
        ),
        Right(
            TicketPermission.CONSENT,
            _("Consent to complaints"),
            _("Agree to how a complaint ends and to compensations."),
            SUPERVISORS,
        ),
        Right(
            TicketPermission.ABUSE_REPORT,
            _("Report abuse"),
            _("Report abusive contacts, see warnings on customers, and take a break from new work."),
            AGENTS,
        ),
        Right(
            TicketPermission.ABUSE_MANAGE,
            _("Deal with abuse"),
            _("See every report of abuse, record steps, lift warnings, end breaks."),
            SUPERVISORS,
        ),
        Right(TicketPermission.BULK, _("Bulk changes"), _("Change many tickets at once, and undo it."), SUPERVISORS),
        Right(TicketPermission.VIEW_SHARE, _("Share views"), _("Save views for a team or for everyone."), SUPERVISORS),
        Right(TicketPermission.MACRO_MANAGE, _("Manage macros"), _("Write macros for a team or for all."), SUPERVISORS),
        Right(
            TicketPermission.SETUP,
            _("Set up tickets"),
            _("Categories, custom fields and tags."),
        ),
    ],
)
