"""The bridge between the event loop and Django's WSGI application.

The loop takes in the whole request, one of a few threads runs the page in a context of its own and hands the whole
answer back, the loop sends it. So neither a slow sender nor a slow reader ever holds a thread. Why:
docs/decisions/serving.md.
"""

import asyncio
import logging
import re
import secrets
import time
from contextvars import copy_context

from madoguchi.config.serving.answering import Answer, Application, run_page
from madoguchi.config.serving.asgi import Receive, Scope, Send, answer, header
from madoguchi.config.serving.environ import environ_for
from madoguchi.config.serving.pool import Pool
from madoguchi.config.serving.receiving import CutOff, Receiving, Refused
from madoguchi.config.serving.sending import send_answer
from madoguchi.kernel import logs, metrics

access = logging.getLogger("madoguchi.access")
log = logging.getLogger("madoguchi.serving")
_LONGEST_QUEUE = 500
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,}")
_SAFE = ("GET", "HEAD", "OPTIONS")
_SAYS = {
    400: "リクエストを読み取れません。 / This request cannot be read.",
    408: "送信が途中で止まりました。もう一度お試しください。 / The upload stopped halfway. Please try again.",
    413: "ファイルが大きすぎます。 / The upload is too large.",
    503: "混み合っています。少し待ってからもう一度お試しください。 / Busy. Please try again in a moment.",
}


class Bridge:
    """An ASGI application that answers with a WSGI one."""

    def __init__(self, application: Application, *, threads: int, largest_body: int) -> None:
        self.pool = Pool(threads)
        self._application = application
        self._receiving = Receiving(largest=largest_body)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        started = time.perf_counter()
        request_id = _request_id(scope)
        route = ""
        try:
            if self.pool.unfinished >= _LONGEST_QUEUE:
                raise Refused(503)
            body, length = await self._receiving.body(scope, receive)
            with body:
                environ = environ_for(scope, body, length, request_id)
                logs.request_id.set(request_id)
                context = copy_context()
                page = self.pool.run(lambda: context.run(run_page, self._application, environ))
                if scope["method"] in _SAFE and self.pool.unfinished >= self.pool.threads:
                    ready = await _unless_left(page, receive)
                else:
                    ready = await page
            if ready is None:
                status = 499
            else:
                route = ready.route
                ready.headers.append((b"x-request-id", request_id.encode()))
                status = await send_answer(scope, send, ready)
        except Refused as refused:
            status = refused.status
            closing = [(b"connection", b"close"), (b"x-request-id", request_id.encode())]
            await answer(send, status, _SAYS[status].encode(), headers=closing)
        except CutOff:
            status = 499
        seconds = time.perf_counter() - started
        metrics.requests.labels(scope["method"], route, status).inc()
        metrics.request_seconds.labels("page").observe(seconds)
        if access.isEnabledFor(logging.INFO):
            facts = {
                "method": scope["method"],
                "path": _TOKEN.sub("***", scope["raw_path"].decode("latin-1")),
                "status": status,
                "milliseconds": round(seconds * 1000, 1),
                "client": scope["client"][0] if scope.get("client") else "",
                "request_id": request_id,
            }
            access.handle(logs.AccessRecord(facts))


async def _unless_left(page: "asyncio.Future[Answer] | object", receive: Receive) -> Answer | None:
    """The answer, or None when the client left first; a page no thread has begun is then never run."""
    running: asyncio.Task[Answer] = asyncio.ensure_future(page)  # type: ignore[arg-type]
    leaving = asyncio.ensure_future(_left(receive))
    try:
        await asyncio.wait({running, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            return running.result()
        return None
    finally:
        leaving.cancel()
        if not running.done():
            running.cancel()


async def _left(receive: Receive) -> None:
    """Returns when the client is gone; the empty body of a GET, if nobody took it yet, comes first."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _request_id(scope: Scope) -> str:
    given = header(scope, b"x-request-id")
    return given.decode() if given and _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
