"""Jobs of the API."""

from madoguchi.api import repeating
from madoguchi.kernel.jobs import job


@job("api.forget_answers", every=3600)
def forget_answers() -> None:
    """Deletes kept answers older than a day."""
    repeating.forget_old()
