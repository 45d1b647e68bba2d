"""An honest time to answer: what eight of ten customers of this inbox really waited in the last four weeks."""

import math
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madoguchi.calendars import queries as calendars
from madoguchi.calendars.time import business_seconds, slots_on
from madoguchi.channels.models import Inbox
from madoguchi.kernel import clock
from madoguchi.tickets.outgoing import first_answers

DAYS = 28
ENOUGH = 20
SHARE = 0.8
HOUR = 3600


def promise(inbox: Inbox) -> str:
    """One sentence in the active language, in business time where there are business hours.

    The time is the 80th percentile (nearest rank). With too little to go by it promises no time.
    """
    now = clock.now()
    since = now - timedelta(days=DAYS)
    version = calendars.current_version(inbox.schedule_id)
    answers = first_answers(inbox_id=inbox.id, since=since)
    if len(answers) < ENOUGH:
        return _("We read every message and answer as soon as we can.")
    waited = sorted(business_seconds(version, opened, answered) for opened, answered in answers)
    seconds = waited[math.ceil(len(waited) * SHARE) - 1]
    if version is None:
        return in_words(seconds)
    open_days = sum(bool(slots_on(version, (since + timedelta(days=day)).date())) for day in range(DAYS))
    day_length = business_seconds(version, since, now) / max(1, open_days)
    return in_business_words(seconds, day_length or 24 * HOUR)


def in_words(seconds: float) -> str:
    """A waiting time rounded up to hours, or to days above a day."""
    hours = max(1, math.ceil(seconds / HOUR))
    if hours <= 24:
        return ngettext(
            "Most messages are answered within %(count)d hour.",
            "Most messages are answered within %(count)d hours.",
            hours,
        ) % {"count": hours}
    days = math.ceil(hours / 24)
    return ngettext(
        "Most messages are answered within %(count)d day.", "Most messages are answered within %(count)d days.", days
    ) % {"count": days}


def in_business_words(seconds: float, day_length: float) -> str:
    """The same in business hours, or in business days of `day_length` seconds above one."""
    if seconds < day_length:
        hours = max(1, math.ceil(seconds / HOUR))
        return ngettext(
            "Most messages are answered within %(count)d business hour.",
            "Most messages are answered within %(count)d business hours.",
            hours,
        ) % {"count": hours}
    days = math.ceil(seconds / day_length)
    return ngettext(
        "Most messages are answered within %(count)d business day.",
        "Most messages are answered within %(count)d business days.",
        days,
    ) % {"count": days}
