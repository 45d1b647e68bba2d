"""Expected refusals of this room."""

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.errors import Conflict, Invalid


class IdentityTaken(Conflict):
    """The address belongs to another customer; `customer_id` is among the details."""

    code = "identity_taken"
    text = _("This address already belongs to another customer. Merge the two if they are one person.")


class DomainTaken(Conflict):
    """The mail domain belongs to another company."""

    code = "domain_taken"
    text = _("The mail domain %(domain)s already belongs to another company.")


class FreeMailDomain(Invalid):
    """Everybody writes from there."""

    code = "free_mail_domain"
    text = _("%(domain)s is a mail service that anybody can use; it cannot stand for a company.")


class CannotMerge(Conflict):
    """The same customer twice, or one that was merged away already."""

    code = "cannot_merge"
    text = _("These two customers cannot be merged: they are one already.")


class CannotUndoMerge(Conflict):
    """Undone already, or a later merge stands on it."""

    code = "cannot_undo_merge"
    text = _("This merge cannot be undone now. Undo the later merge of the same customer first.")
