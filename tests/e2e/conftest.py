"""A real `madoguchi serve` with a real postbox and, where it is installed, a real Dovecot; a Chromium before it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.config.installation import DATABASE, Installation, free_port
from tests.servers import dovecot
from tests.servers.dovecot import Dovecot
from tests.servers.postbox import Postbox

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("MADOGUCHI_TEST_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MakeTicket = Callable[..., int]
expect.set_options(timeout=15_000)
SUPPORT, MAILBOX = "support@shop.example", "mailbox@shop.example"


@dataclass
class Desk:
    """The running installation and what it was founded with."""

    site: Installation
    postbox: Postbox
    mail_port: int
    founded: dict[str, Any]
    mailbox: Dovecot | None = None
    database: str = ""


@pytest.fixture(scope="session")
def built_assets() -> None:
    """The front end, built when it is not there yet."""
    assets = ROOT / "madoguchi" / "web" / "assets"
    if not (ROOT / "madoguchi" / "web" / "static" / "manifest.json").exists():
        if not (assets / "node_modules").exists():
            subprocess.run(["npm", "ci"], cwd=assets, check=True)
        subprocess.run(["npm", "run", "build"], cwd=assets, check=True)


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """A PostgreSQL database of its own beside the one the tests are told of; empty where they run on SQLite."""
    told = os.environ.get("MADOGUCHI_DATABASE_URL", "")
    if not told:
        yield ""
        return
    server, name = told.rpartition("/")[0], f"e2e_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        yield f"{server}/{name}"
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def desk(built_assets: None, database: str, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The installation of all browser tests."""
    postbox = Postbox().start()
    folder = tmp_path_factory.mktemp("desk")
    if not database:
        shutil.copy(migrated, folder / DATABASE)
    mail_folder = Path(tempfile.mkdtemp(prefix="madoguchi-dovecot-"))  # pytest's own folder is closed to other users
    mailbox = Dovecot(mail_folder) if dovecot.available() else None
    if mailbox is not None:
        mailbox.start()
    port = free_port()
    site = Installation(
        folder,
        DJANGO_SETTINGS_MODULE="madoguchi.config.settings",
        MADOGUCHI_SMTP_LISTEN=f"127.0.0.1:{port}",
        MADOGUCHI_POLL_SECONDS="1",
        MADOGUCHI_LANGUAGE="ja",
    )
    site.environment.pop("MADOGUCHI_DATABASE_URL", None)
    if database:
        site.environment["MADOGUCHI_DATABASE_URL"] = database
    site.environment["MADOGUCHI_URL"] = site.url
    words = ["-m", "tests.e2e.founding", str(postbox.port), str(mailbox.port if mailbox else 0)]
    made = subprocess.run(
        [sys.executable, *words], env=site.environment, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert made.returncode == 0, made.stderr
    site.start()
    yield Desk(site, postbox, port, json.loads(made.stdout), mailbox, database)
    site.stop()
    postbox.stop()
    if mailbox is not None:
        mailbox.stop()
    shutil.rmtree(mail_folder, ignore_errors=True)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the tests of a file (Django must not meet Playwright's loop in the files of other rooms)."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Windows:
    """Opens windows for people, and remembers what their consoles complained about."""

    browser: Browser
    desk: Desk
    complaints: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()
    opened: list[Page] = field(default_factory=list)

    def of(self, name: str, path: str = "/desk", *, language: str = "ja-JP", **options: Any) -> Page:
        """A window of an agent who is signed in, in a browser of their own."""
        page = self.visitor(None, language=language, **options)
        session = {"name": "sessionid", "value": self.desk.founded["sessions"][name], "url": self.desk.site.url}
        page.context.add_cookies([session])  # type: ignore[list-item]
        page.goto(f"{self.desk.site.url}{path}")
        return page

    def visitor(self, path: str | None = "/", *, language: str = "ja-JP", **options: Any) -> Page:
        """A window in which nobody is signed in. No service worker, which would hide requests from `page.route`."""
        options = {"viewport": {"width": 1440, "height": 900}, "service_workers": "block"} | options
        page = self.browser.new_context(locale=language, **options).new_page()
        page.set_default_timeout(15_000)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.opened.append(page)
        if path is not None:
            page.goto(f"{self.desk.site.url}{path}")
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in self.expected):
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")


@pytest.fixture
def windows(chromium: Browser, desk: Desk) -> Iterator[Windows]:
    """Windows of this test; any complaint of a console fails it."""
    opened = Windows(chromium, desk)
    yield opened
    for page in opened.opened:
        with suppress(Exception):
            page.context.close()
    assert opened.complaints == []


@pytest.fixture
def new_ticket(desk: Desk) -> MakeTicket:
    """Makes a ticket of 田中様 by mail and waits until it is there; returns its number."""
    from tests.e2e.mailing import send_and_wait

    def make(subject: str, text: str = "ご確認をお願いいたします。") -> int:
        return send_and_wait(desk, subject, text)

    return make
