"""Cutting anew what an older version of kernel.text.terms cut for the search, or none: newest first, in short turns.

The search works meanwhile; what is not cut yet is found by its text. Rooms say where the words of their parts stand.
"""

import time
from collections.abc import Callable, Mapping, Sequence

from django.db import transaction

from madoguchi.kernel import statements
from madoguchi.kernel.models import SearchEntry
from madoguchi.kernel.search import LONGEST_TEXT, spaced
from madoguchi.kernel.text import fold
from madoguchi.kernel.text.terms import VERSION

Reader = Callable[[str, Sequence[int]], Mapping[int, str]]
BATCH = 200
_readers: dict[str, Reader] = {}
_CUT = "UPDATE kernel_search_entry SET text = %s, terms = %s, version = %s WHERE id = %s AND version < %s"


def texts_of(scope: str, reader: Reader) -> None:
    """`reader` gives, for a kind of part and ids of such parts, the texts that `search.put` was given."""
    _readers[scope] = reader


def cut_anew(*, seconds: float) -> int:
    """Cuts for so many seconds at most, without holding a transaction while cutting. How many entries are left."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and (batch := _outdated()):
        texts: dict[tuple[str, str], Mapping[int, str]] = {}
        for scope, part in {row[1:3] for row in batch}:
            ids = [part_id for _id, *where, part_id in batch if where == [scope, part]]
            texts[scope, part] = _readers[scope](part, ids) if scope in _readers else {}
        cut = []
        for entry_id, scope, part, part_id in batch:
            said = texts[scope, part].get(part_id, "")[:LONGEST_TEXT]
            cut.append([fold(said), spaced(said), VERSION, entry_id, VERSION])
        with transaction.atomic():
            for values in cut:
                statements.run(_CUT, values)
    return SearchEntry.objects.filter(version__lt=VERSION).count()


def _outdated() -> list[tuple[int, str, str, int]]:
    rows = SearchEntry.objects.filter(version__lt=VERSION).order_by("-version", "-id")
    return list(rows.values_list("id", "scope", "part", "part_id")[:BATCH])
