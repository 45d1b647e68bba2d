"""Tables of channels."""

from madoguchi.channels.models.delivery import Delivery, DeliveryState
from madoguchi.channels.models.filtering import FileScan, FilterRule, Learned, RulePart, ScanState, SpamMark
from madoguchi.channels.models.folder import Difference, DifferenceKind, Folder, FolderMark
from madoguchi.channels.models.grant import Grant
from madoguchi.channels.models.inbox import Inbox
from madoguchi.channels.models.notice import DeliveryNotice, NoticeKind
from madoguchi.channels.models.opt_out import OptOut
from madoguchi.channels.models.raw import RawMessage, RawState
from madoguchi.channels.models.receipt import Receipt

__all__ = [
    "Delivery",
    "DeliveryNotice",
    "DeliveryState",
    "Difference",
    "DifferenceKind",
    "FileScan",
    "FilterRule",
    "Folder",
    "FolderMark",
    "Grant",
    "Inbox",
    "Learned",
    "NoticeKind",
    "OptOut",
    "RawMessage",
    "RawState",
    "Receipt",
    "RulePart",
    "ScanState",
    "SpamMark",
]
