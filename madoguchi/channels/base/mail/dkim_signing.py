"""Signing outgoing mail (DKIM, RFC 6376): keys, the DNS record that tells the world, and whether it is there.

Not for: judging signatures of mail that comes in (see `verdicts`).
"""

import base64
import re

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from madoguchi.channels.base.errors import PermanentFailure, TemporaryFailure
from madoguchi.channels.base.mail.dns import Ask, txt
from madoguchi.kernel.plain.messages import Signing

_SIGNED = (
    *(b"from", b"to", b"cc", b"subject", b"date", b"message-id", b"reply-to", b"in-reply-to", b"references"),
    *(b"mime-version", b"content-type", b"content-transfer-encoding", b"auto-submitted"),
    *(b"list-unsubscribe", b"list-unsubscribe-post"),
)
_NEVER_ADDED = (b"from", b"subject", b"date")
_TAG = re.compile(r"\s*([a-z]+)\s*=\s*([^;]*)")


def make_key() -> str:
    """A new private key, PEM (RSA, 2048 bits: what every receiver understands and every DNS host can publish)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    ).decode("ascii")


def record_name(domain: str, selector: str) -> str:
    """Where the public key is published."""
    return f"{selector}._domainkey.{domain}"


def record_text(key: str) -> str:
    """What is published there. Raises PermanentFailure for a key that cannot be read."""
    return f"v=DKIM1; k=rsa; p={_public(key)}"


def sign(content: bytes, signing: Signing) -> bytes:
    """The mail with its signature on top. Raises PermanentFailure (dkim_key) when the key cannot be read."""
    present = {line.partition(b":")[0].strip().lower() for line in _head(content)}
    headers = [name for name in _SIGNED if name in present] + [name for name in _NEVER_ADDED if name in present]
    try:
        signature = dkim.sign(
            content,
            signing.selector.encode("ascii"),
            signing.domain.encode("idna"),
            signing.key.encode("ascii"),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=headers,
        )
    except (dkim.DKIMException, ValueError, TypeError) as problem:
        raise PermanentFailure("dkim_key", type(problem).__name__) from problem
    return bytes(signature) + content


def check(signing: Signing, *, ask: Ask = txt) -> tuple[str, str]:
    """(code, what was found) of the published record: dkim_published, dkim_missing, dkim_other_key, dns_silent."""
    try:
        found = ask(record_name(signing.domain, signing.selector))
    except TemporaryFailure as problem:
        return problem.code, problem.detail
    if not found:
        return "dkim_missing", record_name(signing.domain, signing.selector)
    keys = [re.sub(r"\s", "", dict(_TAG.findall(record)).get("p", "")) for record in found]
    return ("dkim_published", "") if _public(signing.key) in keys else ("dkim_other_key", found[0][:120])


def _public(key: str) -> str:
    try:
        private = serialization.load_pem_private_key(key.encode("ascii"), password=None)
    except (ValueError, TypeError) as problem:
        raise PermanentFailure("dkim_key", type(problem).__name__) from problem
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return base64.b64encode(public).decode("ascii")


def _head(content: bytes) -> list[bytes]:
    return [line for line in content.partition(b"\r\n\r\n")[0].split(b"\r\n") if line[:1] not in (b" ", b"\t")]
