"""What a filter may answer."""

from collections.abc import Callable
from dataclasses import dataclass

from madoguchi.channels.models import RawMessage
from madoguchi.kernel.plain.messages import InboundMessage


@dataclass(frozen=True, slots=True)
class Stopped:
    """The message opens nothing and joins nothing; `reason` is a code.

    `delivery_id` names the delivery that a report is about, `consultation_id` the consultation that it answers.
    """

    reason: str
    delivery_id: int | None = None
    consultation_id: int | None = None


Filter = Callable[[InboundMessage, RawMessage], InboundMessage | Stopped]
