"""What answers on the port: live streams, static files and health on the loop, pages over the bridge."""

import asyncio
import ipaddress

from madoguchi.config.serving.asgi import Receive, Scope, Send, answer, header
from madoguchi.config.serving.bridge import Bridge
from madoguchi.config.serving.health import exposition, readiness
from madoguchi.config.serving.live import Hub
from madoguchi.config.serving.static import Static

_FORWARDED = (b"x-forwarded-for", b"forwarded", b"x-real-ip", b"x-forwarded-host")


class Application:
    """The ASGI application of `serve`.

    Metrics are for whoever knows the token. Without one they are for this machine itself, and for nobody
    `behind_proxy`: there every visitor seems to come from this machine.
    """

    def __init__(self, *, bridge: Bridge, hub: Hub, static: Static, metrics_token: str, behind_proxy: bool) -> None:
        self._bridge = bridge
        self._hub = hub
        self._static = static
        self._metrics_token = metrics_token
        self._behind_proxy = behind_proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends each request where it belongs."""
        if scope["type"] != "http":
            return
        path: str = scope["path"]
        if path == "/live":
            await self._hub(scope, receive, send)
        elif path.startswith("/static/"):
            await self._static(scope, receive, send)
        elif path == "/healthz":
            await answer(send, 200, b"ok\n")
        elif path == "/readyz":
            ready, report = await asyncio.to_thread(readiness)
            await answer(send, 200 if ready else 503, report, kind=b"application/json")
        elif path == "/metrics":
            await self._metrics(scope, send)
        else:
            await self._bridge(scope, receive, send)

    async def _metrics(self, scope: Scope, send: Send) -> None:
        if not self._may_read_metrics(scope):
            await answer(send, 404, b"Not found")
            return
        text = await asyncio.to_thread(exposition)
        await answer(send, 200, text, kind=b"text/plain; version=0.0.4; charset=utf-8")

    def _may_read_metrics(self, scope: Scope) -> bool:
        if self._metrics_token:
            return header(scope, b"authorization") == f"Bearer {self._metrics_token}".encode()
        if self._behind_proxy or any(header(scope, name) is not None for name in _FORWARDED):
            return False
        client = scope.get("client")
        try:
            return client is not None and ipaddress.ip_address(client[0]).is_loopback
        except ValueError:
            return False
