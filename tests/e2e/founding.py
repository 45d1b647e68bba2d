"""Run in a process of its own on an empty data folder: founds the company of the browser tests, prints it as JSON.

python -m tests.e2e.founding <port of the postbox> <port of the IMAP server, or 0>
"""

import json
import sys
from importlib import import_module
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.management import call_command  # noqa: E402

from madoguchi.calendars.services import schedules  # noqa: E402
from madoguchi.channels.services import inboxes  # noqa: E402
from madoguchi.kernel import settings as installation  # noqa: E402
from madoguchi.kernel.actors import SYSTEM  # noqa: E402
from madoguchi.people.models import Agent  # noqa: E402
from madoguchi.tickets.services import macros, opening  # noqa: E402
from tests import cast as people  # noqa: E402
from tests.servers.dovecot import PASSWORD as MAILBOX_PASSWORD  # noqa: E402

UNDO_SECONDS = 6


def found(postbox: int, mailbox: int) -> dict[str, Any]:
    """The cast, their inboxes, a few tickets, and a session for each agent."""
    call_command("migrate", verbosity=0)
    cast = people.assemble()
    installation.claim("founded", True)
    installation.write("company.name", "かわかみキッチン")
    schedules.install_default(by=SYSTEM)
    words = "{{customer.name}} {{customer.honorific}}\n\nお問い合わせありがとうございます。"
    macros.save(name="お礼", shortcut="orei", text=words, by=SYSTEM)
    at_once, with_undo = _inboxes(cast, postbox, mailbox)
    agents = {"hana": cast.hana, "ken": cast.ken, "misaki": cast.misaki, "admin": cast.admin}
    for agent in (cast.hana, cast.ken, cast.misaki):  # the administrator writes with formatting
        agent.preferences = {**agent.preferences, "plain_text": True}
        agent.save(update_fields=["preferences"])
    tickets = [
        opening.open_ticket(
            subject=subject,
            customer_id=customer,
            text="お世話になっております。状況を教えてください。",
            kind="inward",
            team_id=cast.support.id,
            inbox_id=inbox,
            by=SYSTEM,
        ).id
        for subject, customer, inbox in (
            ("炊飯器の保証について", cast.tanaka.id, at_once),
            ("部品の在庫を教えてください", cast.tanaka.id, with_undo),
            ("Where is my order?", cast.smith.id, at_once),
        )
    ]
    return {
        "sessions": {name: _session(agent) for name, agent in {**agents, "hana who leaves": cast.hana}.items()},
        "tickets": tickets,
        "teams": {"support": cast.support.id, "technical": cast.technical.id},
        "customers": {"tanaka": cast.tanaka.id, "smith": cast.smith.id},
    }


def _inboxes(cast: people.Cast, postbox: int, mailbox: int) -> tuple[int, int]:
    def inbox(name: str, undo_seconds: int, **way_in: Any) -> int:
        way_out = {"smtp_host": "127.0.0.1", "smtp_port": postbox, "smtp_security": "none"}
        return inboxes.create(
            kind="mail",
            name=name,
            address=f"{name}@shop.example",
            display_name="かわかみキッチン",
            team_id=cast.support.id,
            settings={**way_in, **way_out},
            undo_seconds=undo_seconds,
            by=SYSTEM,
        ).id

    if mailbox:
        folder = {"imap_host": "127.0.0.1", "imap_port": mailbox, "imap_security": "none", "imap_user": "support"}
        inbox("mailbox", 0, way_in="imap", imap_password=MAILBOX_PASSWORD, **folder)
    inboxes.create(kind="form", name="お問い合わせ", address="contact", team_id=cast.support.id, by=SYSTEM)
    return inbox("support", 0, way_in="door"), inbox("slow", UNDO_SECONDS, way_in="door")


def _session(agent: Agent) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(agent.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = Agent.objects.get(pk=agent.pk).get_session_auth_hash()
    store.save()
    return str(store.session_key)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(found(int(sys.argv[1]), int(sys.argv[2]))))
