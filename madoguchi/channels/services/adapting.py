"""From an inbox row to its working adapter."""

import json
from functools import lru_cache

from madoguchi.channels import registry
from madoguchi.channels.base.adapter import Adapter
from madoguchi.channels.base.errors import PermanentFailure
from madoguchi.channels.models import Inbox
from madoguchi.channels.services.sealing import open_settings


def adapter_of(inbox: Inbox) -> Adapter:
    """The adapter with the inbox's settings. Raises PermanentFailure (unknown_channel) and BadSetting."""
    return _made(inbox.kind, json.dumps(inbox.settings, sort_keys=True))


@lru_cache(maxsize=64)
def _made(kind: str, settings: str) -> Adapter:
    adapter = registry.find(kind)
    if adapter is None:
        raise PermanentFailure("unknown_channel", kind)
    return adapter(open_settings(adapter, json.loads(settings)))
