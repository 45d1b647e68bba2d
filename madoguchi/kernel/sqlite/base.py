"""Django's SQLite backend with our connection settings."""

from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """WAL, normal synchronisation, a busy time-out, IMMEDIATE transactions."""

    def get_connection_params(self) -> dict[str, Any]:
        """Adds the pragmas and the transaction mode."""
        params: dict[str, Any] = super().get_connection_params()
        params.setdefault("timeout", 20)
        return params

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        settings_dict.setdefault("OPTIONS", {})
        settings_dict["OPTIONS"].setdefault("transaction_mode", "IMMEDIATE")
        settings_dict["OPTIONS"].setdefault(
            "init_command",
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;",
        )
        super().__init__(settings_dict, alias)
