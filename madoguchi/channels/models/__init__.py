"""Tables of channels."""

from madoguchi.channels.models.delivery import Delivery
from madoguchi.channels.models.inbox import FolderMark, Inbox
from madoguchi.channels.models.raw import RawMessage

__all__ = ["Delivery", "FolderMark", "Inbox", "RawMessage"]
