"""This room's permissions as the screen of roles explains them."""

from django.utils.translation import gettext_lazy as _

from madoguchi.people.permissions import PeoplePermission
from madoguchi.people.registry import Right, register

register(
    _("People and set-up"),
    [
        Right(
            PeoplePermission.AGENT_MANAGE,
            _("Manage agents"),
            _("Create, invite, change and deactivate agents, up to one's own rights."),
        ),
        Right(PeoplePermission.TEAM_MANAGE, _("Manage teams"), _("Create and change teams and who belongs to them.")),
        Right(
            PeoplePermission.ROLE_MANAGE,
            _("Manage roles"),
            _("Create and change roles, up to one's own rights."),
        ),
        Right(
            PeoplePermission.API_KEY_MANAGE,
            _("Manage API keys"),
            _("Issue and revoke keys with which programs act for an agent."),
        ),
        Right(
            PeoplePermission.AUDIT_READ,
            _("Read the audit trail"),
            _("See who changed rights and settings and who looked at which customer."),
        ),
        Right(
            PeoplePermission.SETTING_MANAGE,
            _("Change settings"),
            _("Company name, inboxes, business hours and other settings of the whole installation."),
        ),
    ],
)
