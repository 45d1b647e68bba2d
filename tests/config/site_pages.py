"""The pages of the test installation."""

import gc
import hashlib
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.utils import timezone, translation

from madoguchi.kernel import events, live
from madoguchi.kernel import settings as installation
from madoguchi.kernel.actors import SYSTEM, Actor, ActorKind, Ladder
from madoguchi.kernel.jobs import enqueue
from madoguchi.kernel.jobs.events import JobRetried
from tests.config import site_jobs

ran: list[str] = []


def fast(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fast")


def slow(request: HttpRequest) -> HttpResponse:
    ran.append(request.GET.get("name", ""))
    time.sleep(float(request.GET.get("seconds", "1")))
    return HttpResponse("slow")


def ran_so_far(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"ran": ran})


def echo(request: HttpRequest) -> HttpResponse:
    digest = hashlib.sha256()
    length = 0
    while piece := request.read(65536):
        digest.update(piece)
        length += len(piece)
    ran.append(f"echo {length}")
    return JsonResponse({"length": length, "sha256": digest.hexdigest(), "thread": threading.current_thread().name})


def headers(request: HttpRequest) -> HttpResponse:
    response = JsonResponse({k: v for k, v in request.META.items() if k.startswith(("HTTP_", "REMOTE_", "PATH"))})
    if request.GET.get("again"):
        response.delete_cookie("x")
        response.set_cookie("a", "1")
        response.set_cookie("b", "2")
    return response


def stored(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(content_type="application/octet-stream")
    response["X-Madoguchi-File"] = request.GET.get("absolute") or str(Path(settings.FILES_ROOT) / request.GET["name"])
    return response


def failing(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("no", status=404)
    response["X-Madoguchi-File"] = "/etc/passwd"
    return response


def language(request: HttpRequest) -> HttpResponse:
    before = f"{translation.get_language()} {timezone.get_current_timezone_name()}"
    if request.GET.get("set"):
        translation.activate("en")
        timezone.activate("Pacific/Auckland")
    return HttpResponse(before)


def large(request: HttpRequest) -> HttpResponse:
    return HttpResponse("窓口 " * 20_000)


def export(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse((b"x" * 65_536 for _ in range(64)), content_type="text/csv")


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("secret detail")


def ticket(request: HttpRequest) -> HttpResponse:
    actor = Actor(
        ActorKind.AGENT,
        int(request.GET.get("agent", "1")),
        "花",
        frozenset({"ticket:read"}),
        Ladder(request.GET.get("ladder", "all")),
        frozenset(int(team) for team in request.GET.getlist("team")),
        int(request.GET.get("agent", "1")),
    )
    return HttpResponse(live.stream_ticket(actor))


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name)
    return int(value) if value else None


def announce(request: HttpRequest) -> HttpResponse:
    also = ()
    if request.GET.get("former_team"):
        also = (live.Audience(team_id=_number(request, "former_team"), assignee_id=999),)
    for number in range(int(request.GET.get("times", "1"))):
        live.announce(
            live.Announcement(
                id=int(request.GET.get("id", "0")) + (number if request.GET.get("id") else 0),
                name=request.GET.get("name", "ticket.closed"),
                ticket_id=_number(request, "ticket_id"),
                team_id=_number(request, "team"),
                assignee_id=_number(request, "assignee"),
                agent_id=_number(request, "only"),
                also=also,
            )
        )
    return HttpResponse("told")


def dismiss(request: HttpRequest) -> HttpResponse:
    live.dismiss(int(request.GET["agent"]))
    return HttpResponse("dismissed")


def publish(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        published = events.publish(JobRetried(job_id=1, kind="x"), by=SYSTEM)
        if request.GET.get("roll_back"):
            transaction.set_rollback(True)
    return HttpResponse(str(published.id))


def work(request: HttpRequest) -> HttpResponse:
    kind = getattr(site_jobs, request.GET["job"])
    arguments = {"name": request.GET["name"]}
    if request.GET.get("seconds"):
        arguments["seconds"] = request.GET["seconds"]
    with transaction.atomic():
        enqueue(kind, key=request.GET.get("key"), **arguments)
        if request.GET.get("roll_back"):
            transaction.set_rollback(True)
    return HttpResponse("enqueued")


def work_log(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"log": installation.read("log", [])})


def process(request: HttpRequest) -> HttpResponse:
    threads = sorted(thread.name for thread in threading.enumerate() if thread.name.startswith("page-"))
    return JsonResponse(
        {"frozen": gc.get_freeze_count(), "page_threads": threads, "connection": id(connection.connection)}
    )


def query(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return HttpResponse(str(cursor.fetchone()[0]))


urlpatterns = [
    path("fast", fast),
    path("slow", slow),
    path("ran", ran_so_far),
    path("echo", echo),
    path("headers", headers),
    path("stored", stored),
    path("failing", failing),
    path("language", language),
    path("large", large),
    path("export", export),
    path("broken", broken),
    path("ticket", ticket),
    path("announce", announce),
    path("dismiss", dismiss),
    path("publish", publish),
    path("work", work),
    path("work-log", work_log),
    path("query", query),
    path("process", process),
]
