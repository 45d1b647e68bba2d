"""The command line in a process of its own, as somebody types it."""

import os
import subprocess
import sys
from pathlib import Path


def madoguchi(
    *words: str, data: Path, database: str = "", typed: str = "", language: str = "en"
) -> subprocess.CompletedProcess[str]:
    """Runs `madoguchi WORDS` with its own data folder; `typed` is its standard input."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("MADOGUCHI_", "DJANGO_"))}
    environment = {
        **kept,
        "MADOGUCHI_DATA": str(data),
        "MADOGUCHI_DATABASE_URL": database,
        "MADOGUCHI_LANGUAGE": language,
    }
    return subprocess.run(
        [sys.executable, "-m", "madoguchi.config", *words],
        env=environment, input=typed, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
