"""Fixtures of every test: the cast, a folder for files, compiled catalogues."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from tests import cast as people


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    from madoguchi.kernel.catalogues import compile_changed

    compile_changed()


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


@pytest.fixture(autouse=True, scope="session")
def every_shape_checked() -> None:
    from madoguchi.kernel import prepared

    prepared.CHECKED = True
