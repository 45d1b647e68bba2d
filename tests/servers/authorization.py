"""A small OAuth2 authorization server over real HTTP: people sign in at once, tokens end when a test says so.

It holds PKCE (S256), gives each code and each refresh token once, and tells a mail server whether an access token is
good (RFC 7662).
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT = "desk-client"
SECRET = "desk-secret"


class AuthorizationServer:
    """`user` is who signs in. `good` holds the access tokens in force; `seconds` is what new ones are said to last."""

    def __init__(self, user: str) -> None:
        self.user = user
        self.seconds = 3600
        self.dawdle = 0.0
        self.refreshes = 0
        self.good: set[str] = set()
        self._codes: dict[str, dict[str, str]] = {}
        self._refresh_tokens: set[str] = set()
        self._lock = threading.Lock()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                owner.authorize(self, {name: values[0] for name, values in parse_qs(parts.query).items()})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                given = {name: values[0] for name, values in parse_qs(body).items()}
                owner.token(self, given) if self.path == "/token" else owner.introspect(self, given)

            def log_message(self, *_words: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> "AuthorizationServer":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def revoke(self) -> None:
        """The person takes the permission back: nothing given out is worth anything any more."""
        with self._lock:
            self.good.clear()
            self._refresh_tokens.clear()

    def authorize(self, request: BaseHTTPRequestHandler, given: dict[str, str]) -> None:
        assert given["response_type"] == "code" and given["client_id"] == CLIENT
        assert given["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self._codes[code] = given
        back = f"{given['redirect_uri']}?{urlencode({'code': code, 'state': given['state']})}"
        request.send_response(302)
        request.send_header("Location", back)
        request.end_headers()

    def token(self, request: BaseHTTPRequestHandler, given: dict[str, str]) -> None:
        time.sleep(self.dawdle)
        with self._lock:
            known = (given.get("client_id"), given.get("client_secret")) == (CLIENT, SECRET)
            if known and given["grant_type"] == "authorization_code" and self._is_right(given):
                answer = self._tokens()
            elif known and given["grant_type"] == "refresh_token" and given["refresh_token"] in self._refresh_tokens:
                self._refresh_tokens.discard(given["refresh_token"])
                self.refreshes += 1
                answer = self._tokens()
            else:
                answer = {"error": "invalid_grant" if known else "invalid_client"}
        _say(request, answer, 400 if "error" in answer else 200)

    def introspect(self, request: BaseHTTPRequestHandler, given: dict[str, str]) -> None:
        good = given.get("token") in self.good
        _say(request, {"active": good, "username": self.user} if good else {"active": False})

    def _is_right(self, given: dict[str, str]) -> bool:
        asked = self._codes.pop(given.get("code", ""), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return (
            asked is not None
            and asked["code_challenge"] == challenge
            and asked["redirect_uri"] == given.get("redirect_uri")
        )

    def _tokens(self) -> dict[str, Any]:
        access, refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self.good.add(access)
        self._refresh_tokens.add(refresh)
        return {
            "access_token": access,
            "refresh_token": refresh,
            "token_type": "Bearer",
            "expires_in": self.seconds,
        }


def _say(request: BaseHTTPRequestHandler, answer: dict[str, Any], status: int = 200) -> None:
    body = json.dumps(answer).encode()
    request.send_response(status)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)
