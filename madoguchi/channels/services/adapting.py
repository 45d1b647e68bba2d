"""From an inbox row to its working adapter."""

from madoguchi.channels import registry
from madoguchi.channels.base.adapter import Adapter
from madoguchi.channels.base.errors import PermanentFailure
from madoguchi.channels.models import Inbox
from madoguchi.channels.services.sealing import open_settings


def adapter_of(inbox: Inbox) -> Adapter:
    """The adapter with the inbox's settings. Raises PermanentFailure (unknown_channel) and BadSetting."""
    adapter = registry.find(inbox.kind)
    if adapter is None:
        raise PermanentFailure("unknown_channel", inbox.kind)
    return adapter(open_settings(adapter, inbox))
