"""Limits for anonymous doors: so many times in so many seconds, per network address and key."""

import hashlib
import ipaddress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's network address; a forwarded one only from trusted proxies."""
    return str(get_adapter().get_client_ip(request))


def within(
    request: HttpRequest, door: str, *, amount: int, seconds: int, key: str = "", by_address: bool = True
) -> bool:
    """Counts this try and says whether it is still allowed. With `by_address` false only the key counts."""
    who = f"{_network(address_of(request))}|" if by_address else ""
    digest = hashlib.sha256(f"{door}|{who}{key}".encode()).hexdigest()
    name = f"limit:{digest}"
    if cache.add(name, 1, timeout=seconds):
        return True
    try:
        return int(cache.incr(name)) <= amount
    except ValueError:
        cache.set(name, 1, timeout=seconds)
        return True


def _network(address: str) -> str:
    """An address of IPv4 as it is; of IPv6 its /64, of which every subscriber has all the addresses."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.IPv6Network((found.packed[:8] + bytes(8), 64)))
