"""The environment settings, read once. Every name is listed in docs/manual/settings.md."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit


def data_root() -> Path:
    """Where database, files and the secret key live (MADOGUCHI_DATA, else ./data)."""
    return Path(os.environ.get("MADOGUCHI_DATA", "data")).resolve()


def secret_key() -> str:
    """MADOGUCHI_SECRET_KEY, else a key made once and kept readable only by its owner in the data folder."""
    given = os.environ.get("MADOGUCHI_SECRET_KEY")
    if given:
        return given
    path = data_root() / "secret.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def database() -> dict[str, object]:
    """Django's database entry for MADOGUCHI_DATABASE_URL (postgres://user:password@host:port/name), else SQLite."""
    url = os.environ.get("MADOGUCHI_DATABASE_URL", "")
    if not url:
        data_root().mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "madoguchi.kernel.sqlite",
            "NAME": str(data_root() / "madoguchi.sqlite3"),
            "CONN_MAX_AGE": None,
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("MADOGUCHI_DATABASE_URL must begin with postgres://")
    return {
        "ENGINE": "madoguchi.kernel.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "server_side_binding": True,
            "prepare_threshold": 5,
            "keepalives_idle": 30,
            "options": "-c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000 -c timezone=UTC",
        },
    }


def flag(name: str, default: bool) -> bool:
    """Whether an environment switch is on: 1, true, yes, on."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in ("1", "true", "yes", "on")


def number(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number from the environment, held within its limits. Raises ValueError for anything else."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdigit():
        raise ValueError(f"{name} must be a whole number, not {value!r}")
    return max(least, min(most, int(value)))
