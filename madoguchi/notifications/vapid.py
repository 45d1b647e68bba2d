"""The key by which this installation is known to push services (VAPID, RFC 8292).

It is derived from the installation's secret key, so that all processes have the same and nothing has to be kept. A new
secret key makes a new one: browsers then subscribe again by themselves at their next visit.
"""

import base64
import json
import time
from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
VALID_SECONDS = 12 * 3600


def application_key() -> str:
    """The public key as a browser wants it for `applicationServerKey`: base64url, without padding."""
    return _text(_point(_key(settings.SECRET_KEY))).decode()


def authorization(endpoint: str) -> str:
    """The header by which a push service knows who sends, for one endpoint."""
    address = urlsplit(endpoint)
    subject = settings.PUBLIC_URL if settings.PUBLIC_URL.startswith("https:") else "mailto:postmaster@localhost"
    claims = {
        "aud": f"{address.scheme}://{address.netloc}",
        "exp": int(time.time()) + VALID_SECONDS,
        "sub": subject,
    }
    signed = b".".join(_text(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(_key(settings.SECRET_KEY).sign(signed, ec.ECDSA(hashes.SHA256())))
    token = b".".join((signed, _text(r.to_bytes(32, "big") + s.to_bytes(32, "big"))))
    return f"vapid t={token.decode()}, k={application_key()}"


def _text(plain: bytes) -> bytes:
    return base64.urlsafe_b64encode(plain).rstrip(b"=")


@cache
def _key(secret: str) -> ec.EllipticCurvePrivateKey:
    stream = HKDF(algorithm=hashes.SHA256(), length=48, salt=None, info=b"madoguchi web push").derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(stream, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
