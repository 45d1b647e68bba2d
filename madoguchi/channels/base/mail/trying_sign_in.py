"""Signing in, looking into the folders and asking whether mail may be sent: the later steps of a connection test.

What a server says when it refuses is as different as servers are; `refusal` makes of it one of a handful of causes,
each of which has a sentence with what to do.
"""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from imapclient import IMAPClient

from madoguchi.channels.base.adapter import Step
from madoguchi.channels.base.errors import ChannelError
from madoguchi.channels.base.mail import imap, presets
from madoguchi.channels.base.mail.trying import Place, label
from madoguchi.channels.base.words import Words

SIGN_IN = Words("Signing in", "サインイン")
FOLDER = Words("Folder", "フォルダー")
SENDER = Words("Permission to send", "送信の許可")
_CAUSES = (
    ("app_password_needed", ("application-specific password", "app-specific password", "invalidsecondfactor")),
    ("imap_off", ("not enabled for imap", "imap access is disabled", "imap is disabled", "imap use")),
    ("pop3_off", ("not enabled for pop", "pop access is disabled", "pop is disabled")),
    ("smtp_auth_off", ("smtpclientauthentication is disabled", "smtp auth is disabled")),
    ("oauth_needed", ("basic authentication is disabled", "basicauthblocked", "basic authentication is not supported")),
    ("browser_needed", ("web browser", "webloginrequired", "please log in via")),
    ("too_often", ("too many", "try again later", "temporarily", "rate limit", "[limit]", "exceeded")),
    ("needs_encryption", ("privacyrequired", "plaintext authentication disallowed", "logindisabled", "login disabled")),
    ("no_sign_in_offered", ("auth extension not supported", "no suitable authentication", "not supported by server")),
)
_LOGIN = ("imap_login", "pop3_login", "smtp_login", "smtp_not_supported")


def sign_in(place: Place, connect: Callable[[], Any]) -> tuple[Step, Any]:
    """The step, and the signed-in line when it works."""
    step = label(place.side, SIGN_IN)
    try:
        line = connect()
    except ChannelError as problem:
        return Step(step, False, refusal(problem, place.host), problem.detail), None
    except Exception as problem:
        return Step(step, False, "line_cut", str(problem)), None
    return Step(step, True, "ok"), line


def refusal(problem: ChannelError, host: str) -> str:
    """The cause behind a refusal, as a code that has a sentence."""
    said = problem.detail.casefold()
    for code, words in _CAUSES:
        if any(one in said for one in words):
            return code
    if problem.code not in _LOGIN:
        return problem.code
    service = presets.for_host(host)
    return f"refused_{service.code.removesuffix('_oauth')}" if service is not None and service.steps else "refused"


def folders(place: Place, line: IMAPClient, wanted: tuple[str, ...]) -> Step:
    """Whether the folders to fetch from are there. Signs out."""
    step = label(place.side, FOLDER)
    try:
        found = imap.folders(line)
        missing = [name for name in wanted if name.upper() != "INBOX" and name not in found]
        if missing:
            return Step(step, False, "imap_folder", f"{', '.join(missing)} ({', '.join(found)[:200]})")
        count = line.select_folder(wanted[0] if wanted else "INBOX", readonly=True).get(b"EXISTS", 0)
        return Step(step, True, "folder_holds", str(int(count)))
    except Exception as problem:
        return Step(step, False, "imap_broken", str(problem))
    finally:
        imap.leave(line)


def may_send(place: Place, line: smtplib.SMTP, address: str) -> Iterator[Step]:
    """Asks whether the server takes mail from our address, and takes it back before any is sent. Signs out."""
    step = label(place.side, SENDER)
    try:
        if "@" not in address or not address.isascii():
            return
        code, said = line.mail(address)
        if code == 250:
            code, said = line.rcpt(address)
        line.rset()
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        yield Step(step, True, "ok") if code in (250, 251) else Step(step, False, "smtp_sender", f"{code} {words}")
    except (OSError, smtplib.SMTPException) as problem:
        yield Step(step, False, "smtp_broken", str(problem))
    finally:
        with suppress(OSError, smtplib.SMTPException):
            line.quit()
