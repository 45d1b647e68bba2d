"""Commands speak plain words in both languages, and a broken installation is explained."""

import re
from pathlib import Path

import pytest

from tests.config.typing_commands import madoguchi

pytestmark = pytest.mark.once
PASSWORD = "a-long-pass-42\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation without anybody."""
    data = tmp_path_factory.mktemp("desk")
    assert madoguchi("migrate", data=data).returncode == 0
    return data


@pytest.mark.parametrize(("language", "word"), [("ja", "アーカイブ"), ("en", "archive")])
def test_help_names_every_command_in_both_languages(tmp_path: Path, language: str, word: str) -> None:
    said = madoguchi("--help", data=tmp_path, language=language).stdout
    for name in ("serve", "worker", "demo", "migrate", "check", "backup", "restore", "user", "mail"):
        assert name in said
    assert word in madoguchi("backup", "--help", data=tmp_path, language=language).stdout


def test_check_tells_that_all_is_well_and_that_nobody_can_sign_in(desk: Path) -> None:
    looked = madoguchi("check", data=desk)
    assert looked.returncode == 0, looked.stdout
    assert "up to date" in looked.stdout
    assert "Nobody can sign in yet" in looked.stdout
    assert "ログインできる人がまだいません" in madoguchi("check", data=desk, language="ja").stdout


def test_check_says_what_to_do_about_a_database_that_was_never_made(tmp_path: Path) -> None:
    looked = madoguchi("check", data=tmp_path)
    assert looked.returncode == 1
    assert "madoguchi migrate" in looked.stdout


def test_check_explains_a_damaged_database_instead_of_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "madoguchi.sqlite3").write_bytes(b"this is no database" * 100)
    looked = madoguchi("check", data=tmp_path)
    assert looked.returncode == 1
    assert "Traceback" not in looked.stderr
    assert "database" in looked.stdout


def test_an_unreachable_postgres_is_one_plain_line(tmp_path: Path) -> None:
    looked = madoguchi("check", data=tmp_path, database="postgres://nobody@127.0.0.1:1/none")
    assert looked.returncode == 1
    assert "cannot be reached" in looked.stdout
    assert "Traceback" not in looked.stderr


def test_a_colleague_is_made_locked_out_and_let_in_again(desk: Path) -> None:
    made = madoguchi("user", "create", "hana@example.com", "--name", "佐藤 花", data=desk, typed=PASSWORD)
    assert made.returncode == 0, made.stderr
    madoguchi(
        "user", "create", "boss@example.com", "--name", "渡辺 誠", "--role", "administrator", data=desk, typed=PASSWORD
    )
    assert madoguchi("user", "deactivate", "hana@example.com", data=desk).returncode == 0
    assert "deactivated" in madoguchi("user", "list", data=desk).stdout
    assert madoguchi("user", "activate", "HANA@example.com", data=desk).returncode == 0
    assert madoguchi("user", "password", "hana@example.com", data=desk, typed="another-long-one-7\n").returncode == 0


def test_an_api_key_is_printed_once_and_only_for_scopes_that_exist(desk: Path) -> None:
    madoguchi("user", "create", "key@example.com", "--name", "鍵", data=desk, typed=PASSWORD)
    made = madoguchi("user", "key", "key@example.com", "--name", "BI", "--scope", "ticket:read", data=desk)
    assert made.returncode == 0, made.stderr
    assert re.fullmatch(r"mado_[0-9a-f]{6}_\S{20,}\n", made.stdout)
    wrong = madoguchi("user", "key", "key@example.com", "--name", "BI", "--scope", "no.such", data=desk)
    assert (wrong.returncode, "no.such" in wrong.stderr) == (1, True)


def test_refusals_are_one_plain_line(desk: Path) -> None:
    short = madoguchi("user", "create", "ken@example.com", "--name", "鈴木 健", data=desk, typed="short\n")
    assert short.returncode == 1
    assert "10" in short.stderr and "Traceback" not in short.stderr
    unknown = madoguchi("user", "password", "nobody@example.com", data=desk, typed=PASSWORD)
    assert unknown.returncode == 1
    assert "Traceback" not in unknown.stderr


def test_a_demo_never_moves_into_a_real_installation(desk: Path) -> None:
    refused = madoguchi("demo", "--seed-only", data=desk)
    assert refused.returncode == 1
    assert "real installation" in refused.stderr
