"""Secrets of inboxes at rest: encrypted with a key made from the installation's secret."""

import base64
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from madoguchi.channels.base.adapter import Adapter
from madoguchi.channels.base.settings_form import read_settings, secret_names

_MARK = "sealed:"


def seal(secret: str) -> str:
    """The encrypted form that may lie in the database; empty stays empty."""
    return _MARK + _box(settings.SECRET_KEY).encrypt(secret.encode()).decode() if secret else ""


def unseal(kept: str) -> str:
    """The secret again; empty when it was sealed under another key."""
    if not kept.startswith(_MARK):
        return kept
    try:
        return _box(settings.SECRET_KEY).decrypt(kept.removeprefix(_MARK).encode()).decode()
    except InvalidToken:
        return ""


def seal_settings(adapter: type[Adapter], values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with every secret sealed."""
    secrets = secret_names(adapter.Settings)
    return {name: seal(str(value)) if name in secrets else value for name, value in values.items()}


def open_settings(adapter: type[Adapter], kept: Mapping[str, Any]) -> Any:
    """The adapter's `Settings` from what an inbox keeps. Raises BadSetting."""
    secrets = secret_names(adapter.Settings)
    plain = {name: unseal(value) if name in secrets else value for name, value in kept.items()}
    return read_settings(adapter.Settings, plain)


@lru_cache(maxsize=4)
def _box(secret_key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"inbox-secrets:{secret_key}".encode()).digest()))
