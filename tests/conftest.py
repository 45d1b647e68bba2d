"""Fixtures of every test: the cast, a folder for files, compiled catalogues."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from tests import cast as people

LONGEST_FIRST = ("tests/channels/test_kill", "tests/e2e/", "tests/bench/", "tests/config/", "tests/channels/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits for servers and browsers begins first, so that no process stands idle at the end."""

    def place(item: pytest.Item) -> int:
        return next((n for n, start in enumerate(LONGEST_FIRST) if item.nodeid.startswith(start)), len(LONGEST_FIRST))

    items.sort(key=place)


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    from madoguchi.kernel.catalogues import compile_changed

    compile_changed()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """An empty SQLite database with every table, made once in a run: installations begin with a copy of it."""
    own = tmp_path_factory.getbasetemp()
    folder = own if worker_id == "master" else own.parent
    template = folder / "migrated.sqlite3"
    with open(folder / "migrated.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            told = {"MADOGUCHI_DATA": str(folder / "migrating"), "MADOGUCHI_DATABASE_URL": ""}
            told["DJANGO_SETTINGS_MODULE"] = "madoguchi.config.settings"
            command = [sys.executable, "-m", "madoguchi.config", "migrate"]
            subprocess.run(command, env={**os.environ, **told}, check=True, capture_output=True, timeout=120)
            (folder / "migrating" / "madoguchi.sqlite3").rename(template)
    return template


@pytest.fixture(autouse=True)
def files_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def japanese() -> Iterator[None]:
    with translation.override("ja"):
        yield


@pytest.fixture
def cast(db: None) -> people.Cast:
    """花, 健, 美咲, 由美, 管理者, 田中様, Smith and the three teams (see tests/cast.py)."""
    return people.assemble()


@pytest.fixture(autouse=True)
def no_hours_remembered() -> None:
    from madoguchi.calendars import time

    time.forget()


@pytest.fixture(autouse=True)
def no_names_remembered() -> None:
    from madoguchi.tickets import lately

    lately.forget()


@pytest.fixture(autouse=True, scope="session")
def every_shape_checked() -> None:
    """On one database: what a compiled query depends on is the same on both, and compiling every time is dear."""
    from madoguchi.kernel import prepared, statements

    prepared.CHECKED = statements.on_sqlite()
