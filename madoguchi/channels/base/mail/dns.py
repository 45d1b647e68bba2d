"""Texts that a domain publishes. `ask` can be replaced, so that tests and closed networks need no outside resolver."""

from collections.abc import Callable

import dns.exception
import dns.resolver

from madoguchi.channels.base.errors import TemporaryFailure

Ask = Callable[[str], list[str]]


def txt(name: str, *, seconds: float = 5.0) -> list[str]:
    """The TXT records of a name, each in one piece; none when there is no such name. Raises TemporaryFailure."""
    try:
        found = dns.resolver.resolve(name, "TXT", lifetime=seconds)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as problem:
        raise TemporaryFailure("dns_silent", f"{name} {type(problem).__name__}") from problem
    return [b"".join(row.strings).decode("utf-8", "replace") for row in found]
