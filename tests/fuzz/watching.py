"""The part that needs atheris."""

import sys
from collections.abc import Callable


def watched(one: Callable[[bytes], None], *, minutes: float, seeds: str) -> None:
    """Runs `one` on ever new bytes, guided by which lines of our code they reach. Never returns."""
    import atheris

    with atheris.instrument_imports(include=["madoguchi.channels.base", "madoguchi.kernel.plain"]):
        import madoguchi.channels.base.mail.as_json
        import madoguchi.channels.base.mail.preview  # noqa: F401
    rules = ["-rss_limit_mb=1024", "-timeout=60", "-max_len=30000", f"-max_total_time={int(minutes * 60)}"]
    atheris.Setup([sys.argv[0], *rules, seeds], one)
    atheris.Fuzz()
