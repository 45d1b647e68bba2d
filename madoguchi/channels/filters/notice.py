"""Receipts (開封通知) and complaints tell something about a mail of ours: there is nothing to answer."""

from madoguchi.channels.filters.outcome import Stopped
from madoguchi.channels.filters.own import delivery_of
from madoguchi.channels.models import RawMessage
from madoguchi.kernel.plain.messages import InboundMessage

_COMPLAINTS = frozenset({"complained", "unsubscribed"})


def apply(inbound: InboundMessage, raw: RawMessage) -> InboundMessage | Stopped:
    """Stops every one, whatever mail it names. Whether it changes anything is decided where it is recorded."""
    notice = inbound.notice
    if notice is None:
        return Stopped("read_receipt") if inbound.read_receipt else inbound
    delivery_id = delivery_of(inbound, notice.original_message_id)
    if notice.kind in _COMPLAINTS or notice.kind == "not_spam":
        return Stopped("complaint" if delivery_id is not None else "complaint_of_unknown", delivery_id)
    return Stopped("delivered" if notice.kind == "delivered" else "read_receipt", delivery_id)
