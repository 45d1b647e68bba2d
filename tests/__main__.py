"""The whole suite: `python -m tests` (or `make test`). On SQLite, then on PostgreSQL where one can be reached.

PostgreSQL is looked for at MADOGUCHI_TEST_POSTGRES, else at the usual places on this machine. What is missing is said
loudly at the end; with CI=true it is a failure. Further arguments go to pytest.
"""

import getpass
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DOVECOT = ("/usr/sbin/dovecot", "/usr/local/sbin/dovecot", "/opt/homebrew/sbin/dovecot")


def main(arguments: list[str]) -> int:
    """Runs both rounds and sums up; 0 when everything that could run is green."""
    missing = [name for name, there in (("Chromium", chromium()), ("Dovecot", dovecot())) if not there]
    postgres = reachable_postgres()
    if postgres is None:
        missing.append("PostgreSQL")
    if missing and in_ci():
        say(f"FAILED before it began: {', '.join(missing)} missing, and CI=true demands everything.")
        return 1
    rounds = [("SQLite", round_of(arguments, {}))]
    if postgres is not None:
        rounds.append(("PostgreSQL", round_of([*arguments, "-m", "not once"], {"MADOGUCHI_DATABASE_URL": postgres})))
    say("\n".join(f"{name}: {'green' if code == 0 else 'RED'} in {seconds:.0f} s" for name, (code, seconds) in rounds))
    for name in missing:
        say(f"NOT TESTED: {name} was not found, and what needs it was skipped.")
    return max(code for _name, (code, _seconds) in rounds)


def round_of(arguments: list[str], environment: dict[str, str]) -> tuple[int, float]:
    """One run of pytest in two processes; its exit code and seconds."""
    name = "PostgreSQL" if environment else "SQLite"
    say(f"The suite on {name}")
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", *arguments]
    inherited = {key: value for key, value in os.environ.items() if key != "MADOGUCHI_DATABASE_URL"}
    code = subprocess.run(command, env={**inherited, **environment}, check=False).returncode
    return code, time.monotonic() - started


def chromium() -> str | None:
    """The browser for the tests: MADOGUCHI_TEST_CHROMIUM, else what the machine has."""
    return os.environ.get("MADOGUCHI_TEST_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def dovecot() -> str | None:
    """The IMAP server for the tests."""
    return shutil.which("dovecot") or next((path for path in DOVECOT if Path(path).exists()), None)


def reachable_postgres() -> str | None:
    """Address of a PostgreSQL in which databases may be made, or None."""
    given = os.environ.get("MADOGUCHI_TEST_POSTGRES")
    here = "127.0.0.1:5432"
    guesses = [given] if given else [f"postgres://{name}@{here}/postgres" for name in (getpass.getuser(), "postgres")]
    for address in guesses:
        try:
            with psycopg.connect(address, connect_timeout=3) as connection:
                row = connection.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()
        except psycopg.Error:
            continue
        if row is not None and row[0]:
            return address
    return None


def in_ci() -> bool:
    """Whether a missing piece is a failure."""
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def say(text: str) -> None:
    """One line of our own between pytest's."""
    sys.stdout.write(f"\n=== {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
