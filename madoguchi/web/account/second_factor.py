"""The second factor's secrets, encrypted at rest with a key made from the installation's secret key."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Named in MFA_ADAPTER."""

    def encrypt(self, text: str) -> str:
        """The text as a Fernet token."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text behind a token of `encrypt`."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def send_notification_mail(self, template_prefix: str, user: AbstractBaseUser, **context: object) -> None:
        """Nothing by mail: the audit trail records it."""


def _box() -> Fernet:
    digest = hashlib.sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
