"""How sure it is that an article answers a question, from how much of the question it meets and how far it leads.

The curve was fitted on the three sets of `bench/questions`, each left out once, with questions that have no answer
among them; a question from another trade is told from a good one with an area under the curve of .70 to .81.
"""

import math
from dataclasses import dataclass

HIGH = 0.6
MEDIUM = 0.35
_START, _MET, _LEAD = 0.2, 0.95, 2.9


@dataclass(frozen=True, slots=True)
class Confidence:
    """`share` of such cases in which the article was right, 0 to 1; `band` is high, medium or low."""

    share: float
    band: str


NOTHING = Confidence(0.0, "low")


def confidence(met: float, lead: float) -> Confidence:
    """`met`: share of what the question could score at most; `lead`: on the next best (behind the best: negative), as
    a share of the best score."""
    share = 1 / (1 + math.exp(-(_START + _MET * math.log(met + 1e-6) + _LEAD * lead)))
    return Confidence(round(share, 3), "high" if share >= HIGH else "medium" if share >= MEDIUM else "low")
