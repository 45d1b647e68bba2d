"""Never lost, never doubled: a small rehearsal of what `python -m bench.kill` does fifty times."""

import os
import subprocess
import sys

import pytest

from tests.servers import dovecot


@pytest.mark.imap
@pytest.mark.once
@pytest.mark.timeout(300)
def test_kills_lose_no_mail_and_double_none() -> None:
    if not dovecot.available():
        pytest.skip("Dovecot is not installed")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "madoguchi.config.settings", "MADOGUCHI_DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-m", "bench.kill", "--kills", "3", "--mails", "36", "--replies", "8"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 lost, 0 doubled" in done.stdout
