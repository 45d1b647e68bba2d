"""Web Push to one device: encrypted for it alone (RFC 8291), signed with our key, posted to its vendor.

Only the number of the ticket travels, unless the agent wants the words on their screen too. Not for: who is told.
"""

import base64
import json
import logging

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.utils import translation

from madoguchi.kernel import clock, outward
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.kernel.jobs import GiveUp, RetryLater, enqueue
from madoguchi.kernel.jobs.kinds import find
from madoguchi.notifications import preferences, vapid
from madoguchi.notifications.models import Device, Notification
from madoguchi.notifications.queries import line_text
from madoguchi.people.permissions import PeoplePermission, require
from madoguchi.people.queries import actor_of
from madoguchi.tickets import concerning

log = logging.getLogger("madoguchi.notifications")
GONE = frozenset({404, 410})
TRIAL = "notifications.push_trial"
ONE_DAY = 86_400
AGAIN_SECONDS = 120


def push(device_id: int, *, notification_id: int, by: Actor) -> None:
    """Tells a device of a line, unless it has been read meanwhile. A device that is gone is forgotten."""
    require(by, PeoplePermission.SETTING_MANAGE)
    device = Device.objects.select_related("agent").filter(pk=device_id).first()
    line = Notification.objects.filter(pk=notification_id, read_at=None).first()
    if device is None or line is None or line.agent_id != device.agent_id or not device.agent.is_active:
        return
    _post(device, payload(line, device))


@transaction.atomic
def ask_to_try(device_id: int, *, by: Actor) -> None:
    """Has a test sent to one of one's own devices."""
    if not Device.objects.filter(pk=device_id, agent_id=by.agent_id or 0).exists():
        raise NotFound
    job = find(TRIAL)
    if job is None:
        raise LookupError(TRIAL)
    enqueue(job, device_id=device_id)


def try_out(device_id: int, *, by: Actor) -> None:
    """Sends the test. Called by the job."""
    require(by, PeoplePermission.SETTING_MANAGE)
    device = Device.objects.filter(pk=device_id).first()
    if device is not None:
        _post(device, {"test": True})


def payload(line: Notification, device: Device) -> dict[str, object]:
    """What travels: the line's and the ticket's number; with `push_details` the words as in the bell."""
    told: dict[str, object] = {"id": line.id, "ticket": line.ticket_id}
    if preferences.of(device.agent_id).push_details:
        actor = actor_of("agent", device.agent_id)
        subjects = concerning.subjects([line.ticket_id] if line.ticket_id else [], by=actor) if actor else {}
        with translation.override(device.agent.language):
            told |= {"text": line_text(line.kind), "subject": subjects.get(line.ticket_id or 0, "")}
    return told


def _post(device: Device, told: dict[str, object]) -> None:
    body = http_ece.encrypt(
        json.dumps(told, ensure_ascii=False).encode(),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_plain(device.public_key),
        auth_secret=_plain(device.secret),
        version="aes128gcm",
    )
    headers = {
        "Authorization": vapid.authorization(device.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(ONE_DAY),
        "Urgency": "normal",
    }
    try:
        status = outward.post(device.endpoint, body, headers)
    except outward.Forbidden:
        Device.objects.filter(pk=device.pk).delete()
        raise GiveUp("the push address is not a public one") from None
    except outward.Unreachable as problem:
        raise RetryLater(AGAIN_SECONDS, str(problem)) from problem
    if status in GONE:
        Device.objects.filter(pk=device.pk).delete()
    elif status == 429 or status >= 500:
        raise RetryLater(AGAIN_SECONDS, f"the push service answered {status}")
    elif status >= 400:
        log.warning("a push was refused", extra={"status": status, "device": device.pk})
        raise GiveUp(f"the push service answered {status}")
    else:
        Device.objects.filter(pk=device.pk).update(reached_at=clock.now())


def _plain(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
