"""The table of cases tells the truth: each has a test under its number where the table says."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CASES = [*range(1, 17), *range(33, 42)]
ROWS = {
    int(number): re.findall(r"`(tests/[\w/.]+)`", where)
    for number, where in re.findall(
        r"(?m)^\| (\d+) \|.*\| ([^|]+) \|$", (ROOT / "tests/security/README.md").read_text()
    )
}


@pytest.mark.once
@pytest.mark.parametrize("case", CASES)
def test_every_case_has_a_test_under_its_number(case: int) -> None:
    assert ROWS.get(case), f"case {case} is not in the table"
    for path in ROWS[case]:
        assert re.search(rf"(?m)^def test_case_{case:02}_", (ROOT / path).read_text()), f"{path} has no test of {case}"
