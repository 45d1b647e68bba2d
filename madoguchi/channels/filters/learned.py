"""What was learned from people's marks, as the filters read it. Written by `services.learning`."""

from array import array

from madoguchi.channels.base import classifying
from madoguchi.channels.models import Learned
from madoguchi.kernel import settings
from madoguchi.kernel.plain.messages import InboundMessage

STATE = "spam.learning"
"""{"on": bool, "version": str, "threshold": float or null}; null: it has not learned enough to act."""

_known: "tuple[str, array[float]]" = ("", array("f"))


def excess(inbound: InboundMessage) -> float | None:
    """How far a message's score lies above the threshold; None when it lies below, or nothing is to be judged."""
    state = settings.read(STATE, None)
    if not state or not state.get("on", True) or state.get("threshold") is None:
        return None
    weights = _weights(str(state["version"]))
    if not weights:
        return None
    touched = classifying.features(sender=inbound.sender.address, subject=inbound.subject, text=inbound.text)
    above = classifying.score(weights, touched) - float(state["threshold"])
    return above if above >= 0 else None


def _weights(version: str) -> "array[float]":
    global _known
    if _known[0] != version:
        row = Learned.objects.filter(pk=1).values_list("weights", flat=True).first()
        weights = array("f")
        weights.frombytes(bytes(row or b""))
        _known = (version, weights)
    return _known[1]
