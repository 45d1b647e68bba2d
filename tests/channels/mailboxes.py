"""Inboxes that fetch from the tests' Dovecot."""

from typing import Any

from madoguchi.channels.models import Inbox
from tests.cast import Cast
from tests.channels.conftest import make_inbox
from tests.servers import dovecot
from tests.servers.dovecot import Dovecot
from tests.servers.postbox import Postbox


def pulled(cast: Cast, postbox: Postbox, mailbox: Dovecot, *, address: str = "", **changes: Any) -> Inbox:
    """An inbox that fetches by IMAP."""
    chosen = {
        "way_in": "imap",
        "imap_host": "127.0.0.1",
        "imap_port": mailbox.port,
        "imap_security": "none",
        "imap_user": mailbox.user,
        "imap_password": dovecot.PASSWORD,
        **changes,
    }
    return make_inbox(cast, postbox, settings=chosen, **({"address": address} if address else {}))


def pulled_by_pop3(cast: Cast, postbox: Postbox, mailbox: Dovecot, **changes: Any) -> Inbox:
    """An inbox that fetches by POP3."""
    chosen = {
        "way_in": "pop3",
        "pop3_host": "127.0.0.1",
        "pop3_port": mailbox.pop3_port,
        "pop3_security": "none",
        "pop3_user": mailbox.user,
        "pop3_password": dovecot.PASSWORD,
        "since": "",
        **changes,
    }
    return make_inbox(cast, postbox, settings=chosen)
