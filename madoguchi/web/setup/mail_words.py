"""The states of mail in words and colours, one set for messages that came in and those that went out."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from madoguchi.channels.models import DeliveryState, RawState
from madoguchi.channels.tracing import IN, OUT

WAY_LABELS: dict[str, str | Promise] = {
    IN: pgettext_lazy("mail", "Came in"),
    OUT: pgettext_lazy("mail", "Went out"),
}
STATE_LABELS: dict[str, str | Promise] = {
    **{str(state): label for state, label in RawState.choices},
    **{str(state): label for state, label in DeliveryState.choices},
}
STATE_KINDS = {
    "threaded": "good",
    "sent": "good",
    "quarantined": "error",
    "failed": "error",
    "unconfirmed": "warning",
    "stored": "key",
    "queued": "key",
    "attempting": "key",
}


def state_choices() -> list[tuple[str, object]]:
    """Every state under the direction it belongs to."""
    return [
        ("", _("Any state")),
        (str(WAY_LABELS[IN]), [(str(state), label) for state, label in RawState.choices]),
        (str(WAY_LABELS[OUT]), [(str(state), label) for state, label in DeliveryState.choices]),
    ]
