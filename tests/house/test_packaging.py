"""What is installed is what is written down: locked, licensed, explained."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house import source

pytestmark = pytest.mark.once
PROJECT = tomllib.loads((source.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = [Requirement(text) for text in PROJECT["dependencies"]]
FOR_DEVELOPERS = [Requirement(text) for text in PROJECT["optional-dependencies"]["dev"]]


def locked(name: str) -> dict[str, str]:
    lines = (source.ROOT / name).read_text(encoding="utf-8").splitlines()
    pairs = (re.split(r"==| ;", line)[:2] for line in lines if "==" in line)
    return {canonicalize_name(package.partition("[")[0].strip()): version.strip() for package, version in pairs}


def test_every_requirement_is_locked_to_a_version_it_allows() -> None:
    for lock, requirements in (("requirements.lock", NEEDED), ("requirements-dev.lock", NEEDED + FOR_DEVELOPERS)):
        versions = locked(lock)
        for requirement in requirements:
            version = versions.get(canonicalize_name(requirement.name))
            assert version is not None, f"{lock} lacks {requirement.name}: make lock"
            assert requirement.specifier.contains(version), f"{lock}: {requirement.name} {version}"


def test_both_locks_agree() -> None:
    developers = locked("requirements-dev.lock")
    assert not {name for name, version in locked("requirements.lock").items() if developers.get(name) != version}


def test_every_dependency_is_explained_with_its_licence() -> None:
    page = (source.ROOT / "docs" / "decisions" / "dependencies.md").read_text(encoding="utf-8").lower()
    assert not [requirement.name for requirement in NEEDED if requirement.name.lower() not in page]


def test_no_file_of_the_package_is_written_by_a_machine_and_kept() -> None:
    """What is built (front end, catalogues) is not committed; no third-party code lies in the repository."""
    ignored = (source.ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {"*.mo", "/madoguchi/web/static/", "node_modules/"} <= set(ignored)
