"""The whole suite: `python -m tests` (or `make test`). On SQLite, then on PostgreSQL where one can be reached.

PostgreSQL is looked for at MADOGUCHI_TEST_POSTGRES, else at the usual places on this machine. What is missing is said
loudly at the end; with CI=true it is a failure. Further arguments go to pytest.
"""

import getpass
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DOVECOT = ("/usr/sbin/dovecot", "/usr/local/sbin/dovecot", "/opt/homebrew/sbin/dovecot")

DOVECOT_PARTS = (
    "/usr/lib/dovecot",
    "/usr/libexec/dovecot",
    "/usr/local/libexec/dovecot",
    "/opt/homebrew/libexec/dovecot",
)
POSTFIX = ("/usr/sbin/postfix", "/usr/local/sbin/postfix")


def main(arguments: list[str]) -> int:
    """Runs both rounds and sums up; 0 when everything that could run is green."""
    wanted = {
        "Chromium": chromium(),
        "Dovecot": dovecot(),
        "Dovecot's POP3": pop3_installed(),
        "Postfix": postfix(),
    }
    missing = [name for name, there in wanted.items() if not there]
    postgres = reachable_postgres()
    if postgres is None:
        missing.append("PostgreSQL")
    if missing and in_ci():
        say(f"FAILED before it began: {', '.join(missing)} missing, and CI=true demands everything.")
        return 1
    rounds = [round_of("SQLite", arguments, {})]
    if postgres is not None:
        only = [*arguments, "-m", "not once"]
        rounds.append(round_of("PostgreSQL", only, {"MADOGUCHI_DATABASE_URL": postgres}))
    for name in missing:
        say(f"NOT TESTED: {name} was not found, and what needs it was skipped.")
    for done in rounds:
        say("\n".join([f"The suite on {done.name}", *done.red, done.closing]))
    return max(done.code for done in rounds)


@dataclass(frozen=True, slots=True)
class Round:
    """How one run of pytest ended: exit code, the lines that name failures, and its closing line."""

    name: str
    code: int
    red: list[str]
    closing: str


def round_of(name: str, arguments: list[str], environment: dict[str, str]) -> Round:
    """One run of pytest, shown as it goes; in three processes, for many tests wait for servers most of the time."""
    say(f"The suite on {name}")
    spread = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]
    command = [sys.executable, "-m", "pytest", *spread, "--durations", "12", *arguments]
    inherited = {key: value for key, value in os.environ.items() if key != "MADOGUCHI_DATABASE_URL"}
    red, closing = [], ""
    with subprocess.Popen(command, env={**inherited, **environment}, stdout=subprocess.PIPE, text=True) as run:
        for line in run.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            closing = line.strip() or closing
            if line.startswith(("FAILED ", "ERROR ")):
                red.append(line.strip())
    return Round(name, run.returncode, red, closing)


def chromium() -> str | None:
    """The browser for the tests: MADOGUCHI_TEST_CHROMIUM, else what the machine has."""
    return os.environ.get("MADOGUCHI_TEST_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def dovecot() -> str | None:
    """The IMAP server for the tests."""
    return shutil.which("dovecot") or next((path for path in DOVECOT if Path(path).exists()), None)


def pop3_installed() -> bool:
    """Whether Dovecot's POP3 is there too."""
    return any(Path(folder, "pop3-login").exists() for folder in DOVECOT_PARTS)


def postfix() -> str | None:
    """The mail server that hands mail over to our doors."""
    return next((path for path in POSTFIX if Path(path).exists()), None)


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
