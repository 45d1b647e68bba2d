"""Trying a mail server step by step, so that it can be said what exactly is wrong: its name, the port, the encryption,
the certificate. Signing in and what comes after are tried by `trying_sign_in`. Nothing here raises."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

from madoguchi.channels.base.adapter import Step
from madoguchi.channels.base.mail.smtp import tls
from madoguchi.channels.base.words import Words

NAME = Words("Server name", "サーバー名")
PORT = Words("Port", "ポート")
ENCRYPTION = Words("Encryption and certificate", "暗号化と証明書")
PATIENCE = 8.0
GREETING_PATIENCE = 5.0
GREETINGS = {"imap": (b"* OK", b"* PREAUTH"), "pop3": (b"+OK",), "smtp": (b"220",)}
USUAL = {
    ("imap", "tls"): 993,
    ("imap", "starttls"): 143,
    ("pop3", "tls"): 995,
    ("pop3", "starttls"): 110,
    ("smtp", "tls"): 465,
    ("smtp", "starttls"): 587,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where to knock. `protocol` is imap, pop3 or smtp, `security` tls, starttls or none."""

    protocol: str
    host: str
    port: int
    security: str
    side: Words


def label(side: Words, step: Words) -> Words:
    """“Receiving: port”."""
    return Words(f"{side.en}: {step.en}", f"{side.ja}：{step.ja}")


def reach(place: Place) -> Iterator[Step]:
    """Name, port, encryption; ends at the first that does not work."""
    named = _name(place)
    yield named
    if not named.ok:
        return
    opened = _port(place)
    yield opened
    if opened.ok:
        yield _encryption(place)


def _name(place: Place) -> Step:
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError, OverflowError):
        return Step(label(place.side, NAME), False, "host_unknown", place.host)
    return Step(label(place.side, NAME), True, "ok", str(found[0][4][0]))


def _port(place: Place) -> Step:
    where = f"{place.host}:{place.port}"
    step = label(place.side, PORT)
    try:
        socket.create_connection((place.host, place.port), PATIENCE).close()
    except TimeoutError:
        return Step(step, False, "port_silent", where)
    except ConnectionRefusedError:
        return Step(step, False, "port_closed", f"{where}{_usual(place)}")
    except OSError as problem:
        return Step(step, False, "port_unreachable", f"{where} {problem.strerror or problem}")
    return Step(step, True, "ok", str(place.port))


def _encryption(place: Place) -> Step:
    step = label(place.side, ENCRYPTION)
    try:
        with socket.create_connection((place.host, place.port), PATIENCE) as line:
            if place.security == "tls":
                return _straight(place, step, line)
            return _greeted(place, step, line)
    except ssl.SSLCertVerificationError as problem:
        return Step(step, False, certificate_code(problem), _said(problem))
    except ssl.SSLError as problem:
        return Step(step, False, "tls_not_here", f"{place.host}:{place.port}{_usual(place)} {problem.reason or ''}")
    except TimeoutError:
        return Step(step, False, "port_silent", f"{place.host}:{place.port}")
    except OSError as problem:
        return Step(step, False, "line_cut", f"{place.host}:{place.port} {problem.strerror or problem}")


def _straight(place: Place, step: Words, line: socket.socket) -> Step:
    line.settimeout(GREETING_PATIENCE)
    with closing(tls(True).wrap_socket(line, server_hostname=place.host)) as safe:
        greeting = safe.recv(512)
        if not greeting.startswith(GREETINGS[place.protocol]):
            return Step(step, False, "other_service", _text(greeting))
        return Step(step, True, "ok", str(safe.version() or ""))


def _greeted(place: Place, step: Words, line: socket.socket) -> Step:
    line.settimeout(GREETING_PATIENCE)
    try:
        greeting = line.recv(512)
    except TimeoutError:
        return Step(step, False, "speaks_tls", f"{place.host}:{place.port}")
    if not greeting.startswith(GREETINGS[place.protocol]):
        return Step(step, False, "other_service", _text(greeting))
    if place.security == "none":
        return Step(step, True, "not_encrypted")
    if not _agrees(place.protocol, line):
        return Step(step, False, "no_starttls", f"{place.host}:{place.port}{_usual(place, 'tls')}")
    with closing(tls(True).wrap_socket(line, server_hostname=place.host)) as safe:
        return Step(step, True, "ok", str(safe.version() or ""))


def _agrees(protocol: str, line: socket.socket) -> bool:
    if protocol == "smtp":
        offered = _ask(line, b"EHLO [127.0.0.1]", lambda last: last[3:4] == b" ")
        return b"STARTTLS" in offered.upper() and _ask(line, b"STARTTLS", lambda last: last[3:4] == b" ")[:3] == b"220"
    if protocol == "pop3":
        return _ask(line, b"STLS", lambda last: last[:1] in (b"+", b"-")).startswith(b"+OK")
    return b"a OK" in _ask(line, b"a STARTTLS", lambda last: last.startswith(b"a "))


def _ask(line: socket.socket, command: bytes, ends: Callable[[bytes], bool]) -> bytes:
    """What the server answers, up to the line that `ends` it."""
    line.sendall(command + b"\r\n")
    answer = b""
    while len(answer) < 16_384:
        got = line.recv(2048)
        answer += got
        if not got or (answer.endswith(b"\n") and ends(answer.splitlines()[-1])):
            break
    return answer


def certificate_code(problem: ssl.SSLCertVerificationError) -> str:
    """What is wrong with a certificate: its age, its name, or who signed it."""
    words = str(problem.verify_message).casefold()
    if "expired" in words or "not yet valid" in words:
        return "certificate_expired"
    if "mismatch" in words or "not valid for" in words:
        return "certificate_name"
    return "certificate_unknown"


def _said(problem: ssl.SSLCertVerificationError) -> str:
    return str(problem.verify_message)


def _usual(place: Place, security: str = "") -> str:
    usual = USUAL.get((place.protocol, security or place.security))
    return f" → {usual}" if usual and usual != place.port else ""


def _text(greeting: bytes) -> str:
    return "".join(char for char in greeting[:80].decode("ascii", "replace") if char.isprintable())
