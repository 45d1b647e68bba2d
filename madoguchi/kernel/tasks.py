"""Jobs of the kernel."""

import logging

from madoguchi.kernel import indexing, recutting, tending
from madoguchi.kernel.jobs import job

log = logging.getLogger("madoguchi.search")
CUTTING_SECONDS = 20.0


@job("kernel.tend", every=24 * 3600)
def tend() -> None:
    """Forgets what nobody needs any more."""
    tending.tend()


@job("kernel.index_terms", heavy=True, every=30, priority=-50)
def index_terms() -> None:
    """Takes older search entries into the index of a database that could not build it beside (SQLite)."""
    if indexing.missing():
        log.info("search entries to be indexed", extra={"left": indexing.take_in(seconds=CUTTING_SECONDS)})


@job("kernel.cut_anew", heavy=True, every=30, priority=-50)
def cut_anew() -> None:
    """Brings the search up to the way words are cut today, in short turns that let other work pass."""
    left = recutting.cut_anew(seconds=CUTTING_SECONDS)
    if left:
        log.info("search entries to be cut anew", extra={"left": left})
