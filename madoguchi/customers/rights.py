"""This room's permissions as the screen of roles explains them."""

from django.utils.translation import gettext_lazy as _

from madoguchi.customers.permissions import CustomerPermission
from madoguchi.people.registry import AGENTS, EVERYBODY, SUPERVISORS, Right, register

register(
    _("Customers"),
    [
        Right(
            CustomerPermission.READ,
            _("Read customers"),
            _("See customers and companies, their addresses and notes. Each look is recorded."),
            EVERYBODY,
        ),
        Right(
            CustomerPermission.WRITE,
            _("Change customers"),
            _("Enter and change customers and companies, their addresses and notes."),
            AGENTS,
        ),
        Right(
            CustomerPermission.MERGE,
            _("Merge customers"),
            _("Make two records of one person into one, and undo it."),
            SUPERVISORS,
        ),
        Right(
            CustomerPermission.EXPORT,
            _("Export customers"),
            _("Take many customers away at once as a CSV file. Each export is recorded."),
            SUPERVISORS,
        ),
    ],
)
