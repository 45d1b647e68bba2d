"""`madoguchi mail parse`: one JSON line for whatever it is given."""

import base64
import json
import random
from pathlib import Path
from typing import Any

import pytest

from tests.config.typing_commands import madoguchi
from tests.mail_corpus.writing import mail

pytestmark = pytest.mark.once
PROMISED = {
    *("subject", "from", "to", "cc", "date", "message_id", "in_reply_to", "references", "text", "html", "reply"),
    *("attachments", "auto_submitted", "bounce", "verdicts"),
}


def parse(folder: Path, *arguments: str, typed: str = "") -> list[dict[str, Any]]:
    ended = madoguchi("mail", "parse", *arguments, data=folder, typed=typed)
    assert ended.returncode == 0, ended.stderr
    assert not ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_a_program_reads_one_line_for_every_file_also_for_nonsense(tmp_path: Path) -> None:
    (tmp_path / "good.eml").write_bytes(mail("炊飯器のふた"))
    for number in range(20):
        (tmp_path / f"nonsense-{number}").write_bytes(random.Random(number).randbytes(number * 500))
    (tmp_path / "folder").mkdir()
    files = [tmp_path / "good.eml", *sorted(tmp_path.glob("nonsense-*")), tmp_path / "folder", tmp_path / "missing"]
    found = parse(tmp_path, *map(str, files))
    assert len(found) == len(files)
    assert found[0].keys() == PROMISED
    assert (found[0]["text"], found[0]["from"]["address"]) == ("炊飯器のふた", "tanaka@kawakami.example")
    assert all(one.keys() in ({"error"}, PROMISED) for one in found)
    assert not any("internal" in one.get("error", "") for one in found)
    assert "folder" in found[-2]["error"]
    assert "missing" in found[-1]["error"]


def test_a_program_keeps_the_command_open_and_gets_an_answer_to_every_line(tmp_path: Path) -> None:
    good = base64.b64encode(mail("ふた")).decode()
    lines = [good, "!!!", "", "YWJ", base64.urlsafe_b64encode(mail("ふた？？？")).decode(), "あ", good]
    found = parse(tmp_path, "--stream", typed="\n".join(lines) + "\n")
    assert [one.get("text") for one in found] == ["ふた", None, None, None, "ふた？？？", None, "ふた"]
    assert found[1]["error"].startswith("base64")


def test_what_was_left_out_is_told_on_request(tmp_path: Path) -> None:
    (tmp_path / "deep.eml").write_bytes(mail("x").replace(b"text/plain", b"text/html") + b"<div>" * 500)
    (found,) = parse(tmp_path, "--details", str(tmp_path / "deep.eml"))
    assert found.keys() == PROMISED | {"warnings", "read_receipt"}
    assert found["warnings"] == ["html_too_deep"]
