"""Tables of channels."""

from madoguchi.channels.models.delivery import Delivery, DeliveryState
from madoguchi.channels.models.inbox import FolderMark, Inbox
from madoguchi.channels.models.raw import RawMessage, RawState
from madoguchi.channels.models.receipt import Receipt

__all__ = ["Delivery", "DeliveryState", "FolderMark", "Inbox", "RawMessage", "RawState", "Receipt"]
