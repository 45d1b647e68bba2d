"""Jobs of this room."""

from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import job
from madoguchi.knowledge.services import indexing


@job("knowledge.cut_anew", heavy=True, every=600)
def cut_anew() -> None:
    """Cuts articles anew that an older version of the product cut, or none."""
    indexing.cut_anew(by=SYSTEM)
