"""Who really sent a mail that came straight from outside through the SMTP door: checked here, before it is handled.

Which DNS server is asked: MADOGUCHI_DNS_SERVER (host:port; empty = the system's). It runs outside any
transaction, in the job that reads the mail; storing waits for nothing.
"""

import logging
import os
import threading
from dataclasses import replace
from functools import cache

from django.conf import settings

from madoguchi.channels.base.mail.sender import vouching
from madoguchi.channels.base.mail.sender.names import Names, Resolver
from madoguchi.channels.models import RawMessage
from madoguchi.kernel.plain.messages import InboundMessage

log = logging.getLogger("madoguchi.channels")
SECONDS = 6.0
_SILENT = {"spf": "temperror", "dkim": "temperror", "dmarc": "temperror"}
_lines = threading.BoundedSemaphore(max(1, settings.JOB_THREADS - 1))
"""One job thread stays free of a DNS that does not answer: other mail must go on."""


def vouch(inbound: InboundMessage, raw: RawMessage, content: bytes) -> InboundMessage:
    """The message with our own verdicts, where nobody we trust has given any. Never raises."""
    peer = str(raw.envelope.get("peer", ""))
    if raw.door != "smtp" or "dmarc" in inbound.verdicts or not vouching.is_outside(peer):
        return inbound
    if not _lines.acquire(blocking=False):
        return _with(inbound, _SILENT)
    try:
        return _with(
            inbound,
            vouching.judge(
                Names(_resolver(os.environ.get("MADOGUCHI_DNS_SERVER", "").strip()), SECONDS),
                content,
                ip=peer,
                mail_from=str(raw.envelope.get("mail_from", "")),
                helo=str(raw.envelope.get("helo", "")),
                sender=inbound.sender.address,
            ),
        )
    except Exception:
        log.exception("checking a sender failed", extra={"raw": raw.id})
        return _with(inbound, _SILENT)
    finally:
        _lines.release()


def _with(inbound: InboundMessage, found: dict[str, str]) -> InboundMessage:
    return replace(inbound, verdicts={**found, **inbound.verdicts, "judged": "here"})


@cache
def _resolver(server: str) -> Resolver:
    return Resolver(server)
