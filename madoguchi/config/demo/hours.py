"""When people of the demo write and work, in Japanese time. Not for: real business hours (room `calendars`)."""

import random
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")
_OPEN = time(9, 5)
_CLOSE = {5: time(14, 50)}
_WRITING_HOURS = [7, 8, 9, 9, 10, 10, 10, 11, 11, 12, 12, 13, 14, 14, 15, 16, 17, 18, 19, 20, 20, 21, 21, 22]


def arrival(chance: random.Random, now: datetime, *, within_days: float) -> datetime:
    """A moment at which a customer may write, in the last `within_days`."""
    while True:
        day = (now - timedelta(days=chance.uniform(0, within_days))).astimezone(TOKYO)
        at = day.replace(hour=chance.choice(_WRITING_HOURS), minute=chance.randrange(60), second=chance.randrange(60))
        quiet = day.weekday() == 6 and chance.random() < 0.4
        if now - timedelta(days=within_days) < at < now - timedelta(minutes=2) and not quiet:
            return at.replace(microsecond=0).astimezone(UTC)


def customer_answers(chance: random.Random, at: datetime) -> datetime:
    """When a customer writes back: minutes to two days later, never at night."""
    moment = (at + timedelta(minutes=min(chance.lognormvariate(5.2, 1.1), 2 * 1440) + 4)).astimezone(TOKYO)
    if moment.hour < 7:
        moment = moment.replace(hour=chance.randint(7, 9), minute=chance.randrange(60))
    return moment.replace(microsecond=0).astimezone(UTC)


def at_work(chance: random.Random, at: datetime, *, minutes: float) -> datetime:
    """The next working moment about `minutes` of working time after `at`."""
    moment = _opened(at.astimezone(TOKYO))
    left = timedelta(minutes=chance.lognormvariate(0, 0.6) * minutes + 1)
    while True:
        end = moment.replace(hour=0, minute=0) + _length(moment)
        if moment + left < end:
            return (moment + left).replace(microsecond=0).astimezone(UTC)
        left -= end - moment
        moment = _opened(end)


def _length(moment: datetime) -> timedelta:
    closing = _CLOSE.get(moment.weekday(), time(17, 55))
    return timedelta(hours=closing.hour, minutes=closing.minute, seconds=moment.second)


def _opened(moment: datetime) -> datetime:
    """The same moment if the shop is open, else the next opening."""
    if moment.weekday() == 6 or moment.time() >= _CLOSE.get(moment.weekday(), time(17, 55)):
        following = moment + timedelta(days=2 if moment.weekday() == 5 else 1)
        return following.replace(hour=_OPEN.hour, minute=_OPEN.minute)
    if moment.time() < _OPEN:
        return moment.replace(hour=_OPEN.hour, minute=_OPEN.minute)
    return moment
