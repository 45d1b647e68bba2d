"""A running installation for the tests of serving."""

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.config.installation import Installation


@pytest.fixture(scope="module")
def once() -> None:
    """These processes bring their own SQLite; running them again beside PostgreSQL would show nothing new."""
    if connection.vendor != "sqlite":
        pytest.skip("runs with the SQLite suite; see test_postgres")


@pytest.fixture(scope="module")
def site(once: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One installation, shared by the tests of a file."""
    installation = Installation(tmp_path_factory.mktemp("site")).start()
    yield installation
    if installation.process is not None:
        installation.stop()


@pytest.fixture
def own_site(once: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation of the test's own, not yet started."""
    installation = Installation(tmp_path_factory.mktemp("own"))
    yield installation
    if installation.process is not None:
        installation.stop()
