"""The benchmarks keep up with the product: the generator with its models, the floor with its pages."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MADOGUCHI_")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    made = subprocess.run(
        [sys.executable, "-m", "bench", *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=110
    )
    assert made.returncode == 0, made.stdout[-2000:] + made.stderr[-2000:]
    return made.stdout


def test_the_generator_fills_and_the_floor_draws_the_very_pages_of_the_product(tmp_path: Path) -> None:
    filled = run("generate", "--data", str(tmp_path), "--tickets", "2000")
    assert "10,000" in filled
    assert "both pages are the product's" in run("floor", "--data", str(tmp_path))


def test_the_benchmarks_tell_what_there_is() -> None:
    told = run()
    for name in ("generate", "floor", "pages", "streams", "slow", "stop", "weight", "memory", "intake", "kill"):
        assert f"  {name} " in told
