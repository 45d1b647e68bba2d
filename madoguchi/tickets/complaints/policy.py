"""What an installation has decided about complaints: how many have to agree, and when customers are asked again."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from madoguchi.kernel import settings
from madoguchi.tickets.models.complaint import Severity

SETTING = "complaints.policy"
MOST_CONSENTS = 3
MEANINGS: dict[int, str | Promise] = {
    Severity.MINOR: _("An inconvenience. An explanation or a quick remedy settles it."),
    Severity.MODERATE: _("A defect or a mistake of ours. An apology and a remedy are due."),
    Severity.SERIOUS: _("Loss, repeated failure or lost trust. A supervisor takes part."),
    Severity.CRITICAL: _("Safety, health, law, personal data or the press. The management is told at once."),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """`consents`: how many people agree before a complaint of that severity (1 to 4) is closed; `compensation`: before
    anything is given; `follow_up_days` after closing, 0 for never."""

    consents: tuple[int, int, int, int] = (0, 0, 1, 2)
    compensation: int = 1
    follow_up_days: int = 7
    cool_off_minutes: int = 60

    def needed(self, severity: int) -> int:
        """How many have to agree before a complaint of this severity is closed."""
        return self.consents[severity - 1]


def policy() -> Policy:
    """What is in force."""
    kept: dict[str, Any] = settings.read(SETTING, {}) or {}
    usual = asdict(Policy())
    values = {name: kept.get(name, value) for name, value in usual.items()}
    return Policy(**{**values, "consents": tuple(values["consents"])})
