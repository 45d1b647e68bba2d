"""From an inbox row to its working adapter."""

import json
from functools import lru_cache, partial

from madoguchi.channels import registry
from madoguchi.channels.base.adapter import Adapter
from madoguchi.channels.base.errors import PermanentFailure
from madoguchi.channels.models import Inbox
from madoguchi.channels.services import tokens
from madoguchi.channels.services.sealing import open_settings


def adapter_of(inbox: Inbox) -> Adapter:
    """The adapter with the inbox's settings and access token. Raises PermanentFailure (unknown_channel), BadSetting."""
    return _made(inbox.kind, json.dumps(inbox.settings, sort_keys=True), inbox.id)


@lru_cache(maxsize=64)
def _made(kind: str, settings: str, inbox_id: int) -> Adapter:
    adapter = registry.find(kind)
    if adapter is None:
        raise PermanentFailure("unknown_channel", kind)
    made = adapter(open_settings(adapter, json.loads(settings)))
    made.token = partial(tokens.access_token, inbox_id)
    return made
