"""Each team's things, and the right to undo what would hide a leak."""

import pytest

from tests.cast import Cast
from tests.rights.world import SECRET, Things, things_of


@pytest.fixture
def theirs(cast: Cast) -> Things:
    """What belongs to 健's team and is none of 花's business."""
    return things_of(cast.ken, cast.technical, cast, subject=SECRET)


@pytest.fixture
def ours(cast: Cast) -> Things:
    """What 花 sees."""
    return things_of(cast.hana, cast.support, cast, subject="届かないトースター")
