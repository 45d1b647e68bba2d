"""A running installation for the tests of serving."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.config.installation import DATABASE, Installation


@pytest.fixture(scope="module")
def once() -> None:
    """These processes bring their own SQLite; running them again beside PostgreSQL would show nothing new."""
    if connection.vendor != "sqlite":
        pytest.skip("runs with the SQLite suite; see test_postgres")


@pytest.fixture(scope="module")
def site(once: None, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One installation, shared by the tests of a file."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(migrated, folder / DATABASE)
    installation = Installation(folder).start()
    yield installation
    if installation.process is not None:
        installation.stop()


@pytest.fixture
def own_site(once: None, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation of the test's own, not yet started."""
    folder = tmp_path_factory.mktemp("own")
    shutil.copy(migrated, folder / DATABASE)
    installation = Installation(folder)
    yield installation
    if installation.process is not None:
        installation.stop()
