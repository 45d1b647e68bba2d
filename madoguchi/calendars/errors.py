"""Expected refusals of this room."""

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.errors import Conflict, MadoguchiError


class NeverOpen(MadoguchiError):
    """The business hours hold no open minute in the coming years."""

    code = "never_open"
    status = 409
    text = _("These business hours are never open.")


class ScheduleNameTaken(Conflict):
    """The name exists."""

    code = "schedule_name_taken"
    text = _("Business hours of this name already exist.")


class DefaultSchedule(Conflict):
    """The default schedule cannot go while it is the default."""

    code = "default_schedule"
    text = _("These are the default business hours. Make others the default first.")
