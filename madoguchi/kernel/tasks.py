"""Jobs of the kernel."""

from madoguchi.kernel import tending
from madoguchi.kernel.jobs import job


@job("kernel.tend", every=24 * 3600)
def tend() -> None:
    """Forgets what nobody needs any more."""
    tending.tend()
