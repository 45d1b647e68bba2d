"""An honest time to answer: what eight of ten customers of this inbox really waited in the last four weeks."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madoguchi.channels.models import Inbox
from madoguchi.kernel import clock
from madoguchi.tickets.outgoing import first_answers

SPAN = timedelta(days=28)
ENOUGH = 20
SHARE = 0.8


def promise(inbox: Inbox) -> str:
    """One sentence in the active language. With too little to go by it promises no time."""
    waited = sorted(
        (answered - opened).total_seconds()
        for opened, answered in first_answers(inbox_id=inbox.id, since=clock.now() - SPAN)
    )
    if len(waited) < ENOUGH:
        return _("We read every message and answer as soon as we can.")
    return in_words(waited[min(len(waited) - 1, int(len(waited) * SHARE))])


def in_words(seconds: float) -> str:
    """A waiting time rounded up to hours, or to days above a day."""
    hours = max(1, -(-int(seconds) // 3600))
    if hours <= 24:
        return ngettext(
            "Most messages are answered within %(count)d hour.",
            "Most messages are answered within %(count)d hours.",
            hours,
        ) % {"count": hours}
    days = -(-hours // 24)
    return ngettext(
        "Most messages are answered within %(count)d day.", "Most messages are answered within %(count)d days.", days
    ) % {"count": days}
