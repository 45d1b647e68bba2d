"""How fast one API key may ask: a bucket of tokens per key, in this process."""

import threading
from dataclasses import dataclass

from django.conf import settings

from madoguchi.kernel import clock

MOST_BUCKETS = 10_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left: `limit` requests a minute, `remaining` now, `reset` seconds until full or (if none) until one."""

    limit: int
    remaining: int
    reset: int
    allowed: bool


_lock = threading.Lock()
_buckets: dict[int, tuple[float, float]] = {}


def take(api_key_id: int) -> Allowance:
    """Takes one request out of the key's bucket, which refills evenly over a minute."""
    limit = int(settings.API_RATE_PER_MINUTE)
    pace = limit / 60
    moment = clock.now().timestamp()
    with _lock:
        level, at = _buckets.get(api_key_id, (float(limit), moment))
        level = min(float(limit), level + max(0.0, moment - at) * pace)
        allowed = level >= 1
        if allowed:
            level -= 1
        if len(_buckets) >= MOST_BUCKETS and api_key_id not in _buckets:
            _buckets.clear()
        _buckets[api_key_id] = (level, moment)
    seconds = (limit - level) / pace if allowed else (1 - level) / pace
    return Allowance(limit, int(level), max(1, int(seconds + 0.999)), allowed)
