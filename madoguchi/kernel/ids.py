"""Random and signed identifiers. Not for: database keys (big integers)."""

import hashlib
import hmac
import secrets

from django.conf import settings


def token(length: int = 32) -> str:
    """An unguessable URL-safe text of about 1.3 * `length` characters."""
    return secrets.token_urlsafe(length)


def signature(purpose: str, value: str, *, length: int = 16) -> str:
    """`length` hex digits of HMAC-SHA256 over `value`, keyed by the installation's secret and `purpose`."""
    key = hashlib.sha256(f"{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()[:length]


def signature_matches(purpose: str, value: str, given: str) -> bool:
    """Whether `given` signs `value`; constant time; an empty or non-ASCII text never matches."""
    if not given or not given.isascii():
        return False
    return hmac.compare_digest(signature(purpose, value, length=len(given)), given) and len(given) >= 16
