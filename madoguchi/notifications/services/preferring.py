"""One's own wishes about notifications, and one's own devices."""

import base64
import binascii
from datetime import time
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotAllowed, NotFound
from madoguchi.kernel.text import one_line
from madoguchi.notifications import preferences
from madoguchi.notifications.models import Device, MailWait, Preference
from madoguchi.notifications.preferences import MailRhythm

MOST_DEVICES = 10


@transaction.atomic
def save(*, ways: dict[str, Any], mail: str, daily_at: time, push_details: bool, by: Actor) -> Preference:
    """How the agent wants to be told from now on. Switching mail off drops what still waited for it."""
    agent_id = _own(by)
    if mail not in list(MailRhythm):
        raise Invalid(field="mail", reason=one_line(mail)[:20])
    values = {
        "ways": preferences.checked_ways(ways),
        "mail": mail,
        "daily_at": daily_at,
        "push_details": push_details,
    }
    row, _new = Preference.objects.update_or_create(agent_id=agent_id, defaults=values)
    if mail == MailRhythm.OFF:
        MailWait.objects.filter(agent_id=agent_id).delete()
    return row


@transaction.atomic
def add_device(*, endpoint: str, public_key: str, secret: str, label: str, by: Actor) -> Device:
    """A browser of the agent takes Web Push; the same browser of somebody else is theirs no longer."""
    agent_id = _own(by)
    address = urlsplit(endpoint)
    if address.scheme != "https" or not address.hostname or len(endpoint) > 500 or address.username:
        raise Invalid(field="endpoint", reason=_("is no push address"))
    _check_keys(public_key, secret)
    row, _new = Device.objects.update_or_create(
        endpoint=endpoint,
        defaults={
            "agent_id": agent_id,
            "public_key": public_key,
            "secret": secret,
            "label": one_line(label)[:120],
            "added_at": clock.now(),
        },
    )
    extra = Device.objects.filter(agent_id=agent_id).order_by("-id").values_list("id", flat=True)[MOST_DEVICES:]
    Device.objects.filter(pk__in=list(extra)).delete()
    return row


@transaction.atomic
def remove_device(device_id: int, *, by: Actor) -> None:
    """One of one's own; somebody else's looks like none."""
    if not Device.objects.filter(pk=device_id, agent_id=_own(by)).delete()[0]:
        raise NotFound


def _own(by: Actor) -> int:
    if by.agent_id is None:
        raise NotAllowed(permission="agent")
    return by.agent_id


def _check_keys(public_key: str, secret: str) -> None:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _plain(public_key))
        fits = len(_plain(secret)) == 16
    except (ValueError, binascii.Error, UnsupportedAlgorithm):
        fits = False
    if not fits or len(public_key) > 100 or len(secret) > 40:
        raise Invalid(field="keys", reason=_("are no push keys"))


def _plain(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
