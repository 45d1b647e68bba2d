"""The Idempotency-Key of a request as the key of the message it writes: a repeat cannot write a second one."""

import hashlib

from django.http import HttpRequest

from madoguchi.api.door import actor_of


def client_key(request: HttpRequest) -> str | None:
    """A message key of this API key and Idempotency-Key, or None without one."""
    given = request.headers.get("Idempotency-Key")
    if not given:
        return None
    return hashlib.sha256(f"{actor_of(request).id}:{given}".encode()).hexdigest()[:64]
