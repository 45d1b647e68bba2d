"""Asking the DNS, within a deadline and remembering answers. Tests and closed networks name their own server."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import dns.exception
import dns.resolver
import dns.reversename

LONGEST_MEMORY, SHORTEST_MEMORY, MEMORY_OF_NOTHING, MEMORY_OF_SILENCE = 3600.0, 60.0, 300.0, 60.0
MOST_REMEMBERED = 5000
ONE_QUESTION = 2.5


class Unanswered(Exception):
    """The DNS did not answer in time, or answered that it cannot."""


@dataclass
class Resolver:
    """`server` is host:port, empty for the system's own. One is shared by all threads of a process."""

    server: str = ""
    _known: dict[tuple[str, str], tuple[float, tuple[str, ...] | None]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, name: str, kind: str, *, seconds: float) -> tuple[str, ...]:
        """Records of a name as text: TXT in one piece, MX as host names by preference. Raises Unanswered."""
        key = (name.lower().rstrip("."), kind)
        known = self._known.get(key)
        if known is None or known[0] < time.monotonic():
            answer, memory = self._look(key[0], kind, seconds)
            with self._lock:
                if len(self._known) >= MOST_REMEMBERED:
                    self._known.clear()
                known = self._known[key] = (time.monotonic() + memory, answer)
        if known[1] is None:
            raise Unanswered(name)
        return known[1]

    def _look(self, name: str, kind: str, seconds: float) -> tuple[tuple[str, ...] | None, float]:
        try:
            found = self._asking().resolve(name, kind, lifetime=max(0.05, seconds))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.exception.SyntaxError, dns.name.LabelTooLong):
            return (), MEMORY_OF_NOTHING
        except (dns.name.EmptyLabel, dns.name.NameTooLong, UnicodeError):
            return (), MEMORY_OF_NOTHING
        except (dns.exception.DNSException, OSError):
            return None, MEMORY_OF_SILENCE
        lasts = max(SHORTEST_MEMORY, min(LONGEST_MEMORY, float(found.rrset.ttl if found.rrset else 0)))
        return _texts(found, kind), lasts

    def _asking(self) -> dns.resolver.Resolver:
        if not self.server:
            return dns.resolver.Resolver()
        host, _colon, port = self.server.rpartition(":")
        asking = dns.resolver.Resolver(configure=False)
        asking.nameservers, asking.port = [host.strip("[]")], int(port)
        return asking


@dataclass
class Names:
    """Questions of one mail: all together they take at most `seconds`."""

    resolver: Resolver
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _ends: float = 0.0

    def __post_init__(self) -> None:
        self._ends = self.clock() + self.seconds

    def ask(self, name: str, kind: str) -> tuple[str, ...]:
        """As `Resolver.ask`. Raises Unanswered also when the time of this mail is over."""
        left = self._ends - self.clock()
        if left <= 0:
            raise Unanswered(name)
        return self.resolver.ask(name, kind, seconds=min(ONE_QUESTION, left))

    def hosts_of(self, ip: str) -> tuple[str, ...]:
        """The names an address points to."""
        return self.ask(str(dns.reversename.from_address(ip)), "PTR")


def _texts(found: dns.resolver.Answer, kind: str) -> tuple[str, ...]:
    if kind == "TXT":
        return tuple(b"".join(row.strings).decode("utf-8", "replace") for row in found)
    if kind == "MX":
        return tuple(str(row.exchange).rstrip(".") for row in sorted(found, key=lambda row: int(row.preference)))
    return tuple(str(row).rstrip(".") for row in found)
