"""Running `serve`: everything of one process put together, in the order in which it must begin and end."""

import gc
import importlib
import logging
import os
import resource
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn
from django.conf import settings
from django.db import connections
from django.urls import get_resolver

from madoguchi.config.serving.application import Application
from madoguchi.config.serving.bridge import Bridge
from madoguchi.config.serving.child import Child
from madoguchi.config.serving.child_metrics import hear_child
from madoguchi.config.serving.doors import Doors
from madoguchi.config.serving.live import Hub
from madoguchi.config.serving.protocol import Protocol
from madoguchi.config.serving.server import Server
from madoguchi.config.serving.static import Static
from madoguchi.kernel import wire
from madoguchi.kernel.jobs.running import Runner, light_lanes
from madoguchi.kernel.models import EventRow

log = logging.getLogger("madoguchi.serving")


def run(*, host: str, port: int, ready: Callable[[], None]) -> int:
    """Serves until SIGTERM or SIGINT; returns the exit code. The database must be up to date."""
    _allow_many_connections()
    application = importlib.import_module("madoguchi.config.wsgi").application
    _warm_up()
    child = Child()
    if settings.WORKER_CHILD:
        child.fork()
    hub = Hub()
    runner = Runner(light_lanes(settings.JOB_THREADS), periodic=True)
    doors = Doors()
    newest = EventRow.objects.order_by("-id").values_list("id", flat=True).first() or 0
    connections.close_all()

    def begin() -> None:
        hub.start(known_up_to=newest)
        child.watch()
        hear_child()
        wire.open_wire("serve")
        runner.start()
        doors.open()

    def finish(seconds: float) -> None:
        closing = threading.Thread(target=doors.close, daemon=True)
        closing.start()
        ending = threading.Thread(target=child.stop, args=(seconds + 0.3,), daemon=True)
        ending.start()
        runner.stop(seconds)
        ending.join(seconds + 0.3)
        closing.join(0.5)
        wire.close()

    bridge = Bridge(application, threads=settings.PAGE_THREADS, largest_body=settings.LARGEST_BODY)
    server = Server(
        uvicorn.Config(
            Application(
                bridge=bridge,
                hub=hub,
                static=Static(Path(settings.STATIC_ROOT), settings.STATIC_URL),
                metrics_token=settings.METRICS_TOKEN,
                behind_proxy=settings.SECURE_COOKIES,
            ),
            host=host,
            port=port,
            loop="uvloop",
            http=Protocol,
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips=settings.TRUSTED_PROXIES,
            timeout_keep_alive=75,
            backlog=1024,
        ),
        hub=hub,
        begin=begin,
        finish=finish,
    )
    server.ready = ready
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    except SystemExit:
        finish(1.0)
        return 1
    return 0


def leave(code: int) -> None:
    """Ends the process without waiting for threads that do not end."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _allow_many_connections() -> None:
    """Raises the limit of open files as far as the system lets us: every stream is one."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536) if hard > 0 else 65_536, hard))


def _warm_up() -> None:
    """Imports what pages and jobs need, so that the worker child shares it, and takes it out of garbage collection."""
    _ = get_resolver().url_patterns
    connections.close_all()
    gc.collect()
    gc.freeze()
