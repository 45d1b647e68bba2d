"""Idempotency-Key: the answer to what was done is kept for a day and given again; another request is refused."""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from madoguchi.api.errors import KeyMalformed, KeyReused, StillWorking
from madoguchi.api.models import KeptAnswer
from madoguchi.kernel import clock

KEPT_FOR = timedelta(hours=24)
GIVEN_UP_AFTER = timedelta(minutes=2)
_KEY = re.compile(r"^[\x21-\x7e]{1,128}$")


def once(request: HttpRequest, *, api_key_id: int, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Does `work`, or gives its kept answer again. Raises KeyMalformed, KeyReused, StillWorking.

    Only what was done is kept: after a refusal (4xx) or a fault (5xx) the key is free for a corrected request. A
    request that died on its way may be done again after two minutes; messages then still appear once, because they
    carry the key too.
    """
    key = request.headers["Idempotency-Key"]
    if not _KEY.match(key):
        raise KeyMalformed
    fingerprint = _fingerprint(request)
    row, fresh = _claim(api_key_id, key, fingerprint)
    if not fresh:
        return _again(row, fingerprint)
    try:
        response = work()
    except BaseException:
        row.delete()
        raise
    if response.status_code >= 400 or response.streaming:
        row.delete()
        return response
    row.status, row.body = response.status_code, response.content.decode()
    row.location = response.headers.get("Location", "")
    row.save(update_fields=["status", "body", "location"])
    return response


def forget_old() -> int:
    """Deletes answers older than a day; returns how many."""
    return KeptAnswer.objects.filter(created_at__lt=clock.now() - KEPT_FOR).delete()[0]


def _claim(api_key_id: int, key: str, fingerprint: str) -> tuple[KeptAnswer, bool]:
    now = clock.now()
    KeptAnswer.objects.filter(api_key_id=api_key_id, idempotency_key=key, created_at__lt=now - KEPT_FOR).delete()
    KeptAnswer.objects.filter(
        api_key_id=api_key_id, idempotency_key=key, status=0, created_at__lt=now - GIVEN_UP_AFTER
    ).delete()
    try:
        with transaction.atomic():
            row = KeptAnswer.objects.create(
                api_key_id=api_key_id, idempotency_key=key, fingerprint=fingerprint, created_at=now
            )
        return row, True
    except IntegrityError:
        earlier = KeptAnswer.objects.filter(api_key_id=api_key_id, idempotency_key=key).first()
        if earlier is None:
            raise StillWorking from None
        return earlier, False


def _again(row: KeptAnswer, fingerprint: str) -> HttpResponse:
    if row.fingerprint != fingerprint:
        raise KeyReused
    if row.status == 0:
        raise StillWorking
    response = HttpResponse(row.body.encode(), content_type="application/json", status=row.status)
    if row.location:
        response["Location"] = row.location
    response["Idempotent-Replayed"] = "true"
    return response


def _fingerprint(request: HttpRequest) -> str:
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    digest.update(request.body)
    return digest.hexdigest()
