"""Limits for anonymous doors: so many times in so many seconds, per network address and key."""

import hashlib

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
    who = f"{address_of(request)}|" if by_address else ""
    digest = hashlib.sha256(f"{door}|{who}{key}".encode()).hexdigest()
    name = f"limit:{digest}"
    if cache.add(name, 1, timeout=seconds):
        return True
    try:
        return int(cache.incr(name)) <= amount
    except ValueError:
        cache.set(name, 1, timeout=seconds)
        return True
