"""Expected refusals of this room."""

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.errors import Conflict, MadoguchiError, NotAllowed


class LastAdministrator(Conflict):
    """Without an administrator nobody could ever give rights again."""

    code = "last_administrator"
    text = _("This is the last administrator. Make somebody else administrator first.")


class RightsExceeded(NotAllowed):
    """Nobody gives, or takes over, more rights than they hold."""

    code = "rights_exceeded"
    text = _("You cannot give or change rights that you do not hold yourself.")


class OwnRights(NotAllowed):
    """Somebody else has to change one's role."""

    code = "own_rights"
    text = _("Nobody changes their own role or deactivates themselves. Ask another administrator.")


class AddressTaken(Conflict):
    """Another agent signs in with this address."""

    code = "address_taken"
    text = _("Another agent already uses this mail address.")


class NameTaken(Conflict):
    """The name exists."""

    code = "name_taken"
    text = _("This name is already in use.")


class RoleInUse(Conflict):
    """Agents still have the role."""

    code = "role_in_use"
    text = _("Agents still have this role. Give them another one first.")


class InvitationInvalid(MadoguchiError):
    """Unknown, used, or too old; the answer is the same for all three."""

    code = "invitation_invalid"
    status = 410
    text = _("This invitation is no longer valid. Ask for a new one.")


class KeyInvalid(MadoguchiError):
    """Unknown, revoked or expired; the answer is the same for all three."""

    code = "key_invalid"
    status = 401
    text = _("This API key is not valid.")
