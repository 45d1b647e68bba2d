"""Backups: everything comes back, into either database; what is damaged or in the way is refused."""

import io
import json
import tarfile
from pathlib import Path

import pytest

from tests.config.typing_commands import madoguchi

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small installation: two agents."""
    data = tmp_path_factory.mktemp("desk")
    assert madoguchi("migrate", data=data).returncode == 0
    for email, name in (("hana@example.com", "佐藤 花"), ("ken@example.com", "鈴木 健")):
        made = madoguchi("user", "create", email, "--name", name, "--kana", "かな", data=data, typed="a-long-pass-42\n")
        assert made.returncode == 0, made.stderr
    return data


@pytest.fixture(scope="module")
def archive(desk: Path) -> Path:
    """A backup of it."""
    path = desk / "backup.tar.gz"
    made = madoguchi("backup", str(path), data=desk)
    assert made.returncode == 0, made.stderr
    assert "verified" in made.stdout
    return path


def test_everything_comes_back_into_an_empty_folder(archive: Path, desk: Path, tmp_path: Path) -> None:
    back = madoguchi("restore", str(archive), data=tmp_path)
    assert back.returncode == 0, back.stderr
    listed = madoguchi("user", "list", data=tmp_path).stdout
    assert "佐藤 花" in listed and "ken@example.com" in listed
    assert (tmp_path / "secret.key").read_text() == (desk / "secret.key").read_text()
    again = tmp_path / "again.tar.gz"
    assert madoguchi("backup", str(again), data=tmp_path).returncode == 0
    assert tables(again) == tables(archive)


def test_new_rows_go_on_counting_after_a_restore(archive: Path, tmp_path: Path) -> None:
    assert madoguchi("restore", str(archive), data=tmp_path).returncode == 0
    made = madoguchi(
        "user", "create", "misaki@example.com", "--name", "高橋 美咲", data=tmp_path, typed="a-long-pass-42\n"
    )
    assert made.returncode == 0, made.stderr


def test_an_installation_in_use_is_not_overwritten_unless_told_so(archive: Path, desk: Path) -> None:
    refused = madoguchi("restore", str(archive), data=desk)
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    forced = madoguchi("restore", str(archive), "--force", data=desk)
    assert forced.returncode == 0, forced.stderr
    assert (desk / "madoguchi.sqlite3.before-restore").exists()


def test_a_damaged_archive_is_refused_before_anything_is_written(archive: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(archive.read_bytes()[:-200])
    target = tmp_path / "target"
    refused = madoguchi("restore", str(broken), data=target)
    assert refused.returncode == 1
    assert not (target / "madoguchi.sqlite3").exists()


def test_a_changed_table_is_noticed(archive: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.tar.gz"
    with tarfile.open(archive) as given, tarfile.open(changed, "w:gz") as written:
        for entry in given:
            content = given.extractfile(entry).read()  # type: ignore[union-attr]
            if entry.name == "tables/people_agent.jsonl":
                content = content.replace("鈴木 健".encode(), "鈴木 賢".encode())
                entry.size = len(content)
            written.addfile(entry, io.BytesIO(content))
    refused = madoguchi("restore", str(changed), data=tmp_path / "target")
    assert refused.returncode == 1
    assert "people_agent" in refused.stderr


def test_an_archive_of_a_newer_version_says_update_first(archive: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.tar.gz"
    with tarfile.open(archive) as given, tarfile.open(newer, "w:gz") as written:
        for entry in given:
            content = given.extractfile(entry).read()  # type: ignore[union-attr]
            if entry.name == "manifest.json":
                manifest = json.loads(content)
                manifest["migrations"].append("tickets.9999_flying_cars")
                content = json.dumps(manifest).encode()
                entry.size = len(content)
            written.addfile(entry, io.BytesIO(content))
    refused = madoguchi("restore", str(newer), data=tmp_path / "target")
    assert refused.returncode == 1
    assert "newer version" in refused.stderr


def test_an_archive_is_for_its_owner_only(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0


def tables(path: Path) -> dict[str, str]:
    """Digest of each table of an archive, without the log of migrations."""
    with tarfile.open(path) as given:
        found = json.load(given.extractfile("manifest.json"))  # type: ignore[arg-type]
    return {name: table["sha256"] for name, table in found["tables"].items()}
