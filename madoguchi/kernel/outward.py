"""Calling an address that somebody from outside gave us (Web Push), without being led into the own network.

The name is resolved once, every address it has must be public, and exactly that address is connected to: a name that
resolves differently a moment later leads nowhere. No redirects, no proxies. Not for: addresses administrators set up.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

SECONDS = 10.0
MOST_READ = 4_096


class Forbidden(Exception):
    """The address is not public HTTPS, or leads to a private network."""


class Unreachable(Exception):
    """Nobody answered in time, or not in HTTP."""


def post(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Posts to a public HTTPS address and returns the status. Raises Forbidden or Unreachable."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.username:
        raise Forbidden(address[:200])
    connection = _Pinned(parts.hostname, parts.port or 443, resolve(parts.hostname, parts.port or 443))
    path = parts.path or "/"
    try:
        connection.request("POST", f"{path}?{parts.query}" if parts.query else path, body, dict(headers))
        answer = connection.getresponse()
        answer.read(MOST_READ)
        return answer.status
    except (OSError, http.client.HTTPException) as problem:
        raise Unreachable(str(problem)[:200]) from problem
    finally:
        connection.close()


def resolve(host: str, port: int) -> str:
    """An IP address of a host all of whose addresses are public. Raises Forbidden or Unreachable."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise Unreachable(host[:200]) from problem
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(_public(address) for address in addresses):
        raise Forbidden(host[:200])
    return addresses[0]


def _public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None) or parsed
    return bool(inner.is_global and parsed.is_global and not inner.is_multicast)


class _Pinned(http.client.HTTPSConnection):
    """Connects to the checked address; the certificate is that of the name."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self._address = address

    def connect(self) -> None:
        """As HTTPSConnection, but without resolving again."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
