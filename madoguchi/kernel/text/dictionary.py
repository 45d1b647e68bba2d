"""The dictionary (Sudachi, core): loaded at first use, one for the process, one tokenizer for each thread.

The file of 190 MB is mapped, not read: its pages belong to the system's file cache and are shared by all processes.
After some seconds without work the process lets go of them (`rest`), so that an idle desk stays small; the next
sentence finds them in the cache within a millisecond.
"""

import ctypes
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

IDLE_SECONDS = 8.0
_MADV_DONTNEED = 4
_FIELDS = {"surface", "pos", "normalized_form", "reading_form", "synonym_group_ids", "split_a"}
_local = threading.local()


def tokenizer() -> Any:
    """This thread's tokenizer (mode C, whole names). A tokenizer must not be used by two threads at once."""
    made = getattr(_local, "tokenizer", None)
    if made is None:
        made = _local.tokenizer = _shared.tokenizer()
    _shared.last_used = time.monotonic()
    if _shared.resting:
        _shared.wake()
    return made


def shortest(morpheme: Any) -> list[Any]:
    """A morpheme in its shortest units (mode A): 国民 健康 保険 of 国民健康保険."""
    return list(morpheme.split(_shared.shortest, add_single=True))


def placed(text: str) -> Iterator[tuple[int, int, str]]:
    """The shortest units of a text: where each begins and ends in it, and its normalized form."""
    cutter = tokenizer()
    for morpheme in cutter.tokenize(text, mode=_shared.shortest):
        yield morpheme.begin(), morpheme.end(), morpheme.normalized_form()


def rest() -> None:
    """Unmaps the dictionary's pages from this process, read-only ones that come back by themselves, and gives back what
    the work has left free in the heap."""
    system = ctypes.CDLL(None)
    for start, size in _mappings():
        system.madvise(ctypes.c_void_p(start), ctypes.c_size_t(size), _MADV_DONTNEED)
    if hasattr(system, "malloc_trim"):
        system.malloc_trim(0)


class _Shared:
    """What all threads of this process have in common."""

    def __init__(self) -> None:
        self.last_used = 0.0
        self.resting = True
        self.shortest: Any = None
        self._lock = threading.Lock()
        self._dictionary: Any = None

    def tokenizer(self) -> Any:
        """A tokenizer of its own for whoever asks."""
        from sudachipy import Dictionary, SplitMode

        with self._lock:
            if self._dictionary is None:
                self._dictionary = Dictionary(dict="core")
                self.shortest = SplitMode.A
        return self._dictionary.tokenizer(mode=SplitMode.C, fields=_FIELDS)

    def wake(self) -> None:
        """Watches for idleness again. The thread ends when the process rests, so that nothing runs meanwhile."""
        with self._lock:
            if self.resting:
                self.resting = False
                threading.Thread(target=self._watch, name="dictionary", daemon=True).start()

    def _watch(self) -> None:
        while (idle := time.monotonic() - self.last_used) < IDLE_SECONDS:
            time.sleep(IDLE_SECONDS - idle + 0.05)
        self.resting = True
        rest()


_shared = _Shared()


def _mappings() -> list[tuple[int, int]]:
    """Where dictionary files are mapped: (address, bytes). Empty where the system does not tell."""
    try:
        lines = Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        if line.endswith(".dic") and " r--" in line:
            start, _dash, end = line.split(" ", 1)[0].partition("-")
            found.append((int(start, 16), int(end, 16) - int(start, 16)))
    return found
