"""A request as WSGI wants it."""

import sys
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from madoguchi.config.serving.asgi import Scope

INTERNAL_HEADER = b"x-madoguchi-file"


def environ_for(scope: Scope, body: IO[bytes], length: int, request_id: str) -> dict[str, Any]:
    """The WSGI environment. Header names with an underscore are left out: they could pose as others."""
    host, port = scope.get("server") or ("localhost", 0)
    raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw_path).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope.get("client") else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name or name in (INTERNAL_HEADER, b"transfer-encoding", b"x-request-id"):
            continue
        text = value.decode("latin-1")
        if name == b"content-type":
            environ["CONTENT_TYPE"] = text
        elif name != b"content-length":
            key = f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}"
            if key in environ:
                text = f"{environ[key]}{'; ' if name == b'cookie' else ','}{text}"
            environ[key] = text
    environ["CONTENT_LENGTH"] = str(length)
    environ["HTTP_X_REQUEST_ID"] = request_id
    return environ
