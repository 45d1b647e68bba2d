"""Putting facts together: sums, shares, percentiles. Never an average of averages."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from madoguchi.reports.registry import Fact, Unit

_Z = 1.96


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` is the sum (count), the share 0..1 (rate) or the median in seconds; None without facts.

    Durations also have `p90`, `mean` and the same by business hours; rates have their 95 % Wilson interval.
    """

    n: int
    value: float | None
    p90: float | None = None
    mean: float | None = None
    business: float | None = None
    business_p90: float | None = None
    business_mean: float | None = None
    low: float | None = None
    high: float | None = None


def figure(unit: Unit, facts: Iterable[Fact]) -> Figure:
    """The figure of these facts."""
    found = list(facts)
    values = [fact.value for fact in found]
    if unit is Unit.COUNT:
        return Figure(len(values), float(sum(values)))
    if not values:
        return Figure(0, None)
    if unit is Unit.RATE:
        share = sum(values) / len(values)
        low, high = wilson(share, len(values))
        return Figure(len(values), share, low=low, high=high)
    business = [fact.business for fact in found if fact.business is not None]
    return Figure(
        len(values),
        percentile(values, 0.5),
        p90=percentile(values, 0.9),
        mean=sum(values) / len(values),
        business=percentile(business, 0.5),
        business_p90=percentile(business, 0.9),
        business_mean=sum(business) / len(business) if business else None,
    )


def percentile(values: Iterable[float], share: float) -> float | None:
    """The value below which `share` of them lie, between neighbours in proportion (like numpy's default)."""
    ordered = sorted(values)
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def wilson(share: float, n: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's score (1927), honest for small n."""
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    reach = _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    return max(0.0, middle - reach), min(1.0, middle + reach)
