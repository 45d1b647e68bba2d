"""How tests talk to the API."""

import json
from typing import Any

from django.test import Client


def call(client: Client, method: str, path: str, body: object = None, **headers: str) -> Any:
    """A JSON request under /api/v1; the answer's `.json()` and `.status_code`."""
    data = b"" if body is None else json.dumps(body).encode()
    extra = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.generic(method, f"/api/v1{path}", data, content_type="application/json", headers=extra)
