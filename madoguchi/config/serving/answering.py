"""Running Django for one request in a page thread, and packing its whole answer for the way back to the loop."""

import gzip
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from madoguchi.config.serving.asgi import Headers
from madoguchi.config.serving.environ import INTERNAL_HEADER

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_IN_MEMORY = 1024 * 1024
_WORTH_IT = 1024
_LEVEL = 1
_COMPRESSIBLE = (b"text/", b"application/json", b"application/problem+json", b"image/svg")


@dataclass(slots=True)
class Answer:
    """What a page answered. The content is `body`, or what lies in `spool`, or the stored file at `file`."""

    status: int
    headers: Headers
    body: bytes = b""
    spool: IO[bytes] | None = None
    length: int = 0
    file: Path | None = None
    route: str = ""


def run_page(application: Application, environ: dict[str, Any]) -> Answer:
    """Calls the application and collects its answer; also runs in full what a streaming answer still computes."""
    started: list[tuple[int, Headers]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        started.append((int(status[:3]), [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in headers]))

    result = application(environ, start_response)
    try:
        answer = _collect(result)
    finally:
        close = getattr(result, "close", None)
        if close is not None:
            close()
    answer.status, headers = started[-1]
    answer.route = environ.get("madoguchi.route", "")
    answer.headers = [(k, v) for k, v in headers if k not in (b"content-length", INTERNAL_HEADER)]
    files = [v for k, v in headers if k == INTERNAL_HEADER]
    if files and answer.status == 200:
        answer.file = Path(files[0].decode("latin-1"))
    elif answer.spool is None:
        _compress(answer, environ)
    return answer


def _collect(result: Iterable[bytes]) -> Answer:
    pieces: list[bytes] = []
    length = 0
    spool: IO[bytes] | None = None
    for piece in result:
        length += len(piece)
        if spool is not None:
            spool.write(piece)
            continue
        pieces.append(piece)
        if length > _IN_MEMORY and len(pieces) > 1:
            spool = tempfile.TemporaryFile(prefix="madoguchi-")  # noqa: SIM115
            spool.writelines(pieces)
            pieces.clear()
    if spool is not None:
        spool.seek(0)
    return Answer(200, [], b"".join(pieces), spool, length)


def _compress(answer: Answer, environ: dict[str, Any]) -> None:
    names = dict(answer.headers)
    if not names.get(b"content-type", b"").startswith(_COMPRESSIBLE) or b"content-encoding" in names:
        return
    answer.headers = [(k, v) for k, v in answer.headers if k != b"vary"]
    vary = names.get(b"vary", b"")
    answer.headers.append((b"vary", vary + b", Accept-Encoding" if vary else b"Accept-Encoding"))
    if len(answer.body) < _WORTH_IT or "gzip" not in environ.get("HTTP_ACCEPT_ENCODING", ""):
        return
    answer.body = gzip.compress(answer.body, _LEVEL, mtime=0)
    answer.length = len(answer.body)
    answer.headers.append((b"content-encoding", b"gzip"))
