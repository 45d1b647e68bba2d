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
            _("Send an unreadable message through the reading once more, make a ticket of it, or throw it away."),
            SUPERVISORS,
        ),
        Right(
            ChannelPermission.RAW_HAND_OVER,
            _("Hand mail over"),
            _("Give the desk a mail as it came, by the API; it is treated as if a mail server had delivered it."),
        ),
        Right(
            ChannelPermission.RAW_DOWNLOAD,
            _("Download messages as they came"),
            _("Save any message with all its header lines and files, also of tickets one may not see."),
        ),
        Right(
            ChannelPermission.SPAM_MANAGE,
            _("Decide what is spam"),
            _("Write the block list and the allow list, and switch learning from marks on and off."),
            SUPERVISORS,
        ),
        Right(
            ChannelPermission.INFECTED_OPEN,
            _("Download infected files"),
            _("Save a file in which the virus scanner has found something, after a warning."),
        ),
    ],
)
