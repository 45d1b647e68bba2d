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
from madoguchi.tickets.services import opening  # noqa: E402
from tests import cast as people  # noqa: E402
from tests.servers.dovecot import PASSWORD as MAILBOX_PASSWORD  # noqa: E402

UNDO = {"hana": 1, "ken": 1, "misaki": 6, "admin": 1}


def found(postbox: int, mailbox: int) -> dict[str, Any]:
    """The cast, their inboxes, a few tickets, and a session for each agent."""
    call_command("migrate", verbosity=0)
    cast = people.assemble()
    installation.claim("founded", True)
    installation.write("company.name", "かわかみキッチン")
    schedules.install_default(by=SYSTEM)
    _inboxes(cast, postbox, mailbox)
    agents = {"hana": cast.hana, "ken": cast.ken, "misaki": cast.misaki, "admin": cast.admin}
    for name, agent in agents.items():
        Agent.objects.filter(pk=agent.pk).update(preferences={"undo_seconds": UNDO[name]})
    tickets = [
        opening.open_ticket(
            subject=subject,
            customer_id=customer,
            text="お世話になっております。状況を教えてください。",
            kind="inward",
            team_id=team,
            inbox_id=1,
            by=SYSTEM,
        ).id
        for subject, customer, team in (
            ("炊飯器の保証について", cast.tanaka.id, cast.support.id),
            ("部品の在庫を教えてください", cast.tanaka.id, cast.support.id),
            ("Where is my order?", cast.smith.id, cast.support.id),
        )
    ]
    return {
        "sessions": {name: _session(agent) for name, agent in agents.items()},
        "tickets": tickets,
        "teams": {"support": cast.support.id, "technical": cast.technical.id},
        "customers": {"tanaka": cast.tanaka.id, "smith": cast.smith.id},
    }


def _inboxes(cast: people.Cast, postbox: int, mailbox: int) -> None:
    way_out = {"smtp_host": "127.0.0.1", "smtp_port": postbox, "smtp_security": "none"}
    inboxes.create(
        kind="mail",
        name="サポート窓口",
        address="support@shop.example",
        display_name="かわかみキッチン",
        team_id=cast.support.id,
        settings={"way_in": "door", **way_out},
        undo_seconds=0,
        by=SYSTEM,
    )
    if mailbox:
        folder = {"imap_host": "127.0.0.1", "imap_port": mailbox, "imap_security": "none", "imap_user": "support"}
        inboxes.create(
            kind="mail",
            name="IMAP窓口",
            address="mailbox@shop.example",
            display_name="かわかみキッチン",
            team_id=cast.support.id,
            settings={"way_in": "imap", **folder, "imap_password": MAILBOX_PASSWORD, **way_out},
            undo_seconds=0,
            by=SYSTEM,
        )


def _session(agent: Agent) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(agent.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = Agent.objects.get(pk=agent.pk).get_session_auth_hash()
    store.save()
    return str(store.session_key)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(found(int(sys.argv[1]), int(sys.argv[2]))))
