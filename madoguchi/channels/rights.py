"""This room's permissions as the screen of roles explains them."""

from django.utils.translation import gettext_lazy as _

from madoguchi.channels.permissions import ChannelPermission
from madoguchi.people.registry import SUPERVISORS, Right, register

register(
    _("Channels"),
    [
        Right(
            ChannelPermission.INBOX_MANAGE,
            _("Set up inboxes"),
            _("Connect mailboxes and forms, and change or stop them."),
        ),
        Right(
            ChannelPermission.RAW_READ,
            _("Read messages as they came"),
            _("See unreadable and filtered messages and where a message is."),
            SUPERVISORS,
        ),
        Right(
            ChannelPermission.RAW_RETRY,
            _("Read messages again"),
            _("Send an unreadable message through the reading once more."),
            SUPERVISORS,
        ),
    ],
)
