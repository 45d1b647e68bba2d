"""Django's registration of channels."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import get_language

from madoguchi.channels.base import words


class ChannelsConfig(AppConfig):
    """Channels as a Django app."""

    name = "madoguchi.channels"
    label = "channels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects the room's subscribers, jobs and doors, and lets adapters' texts follow the active language."""
        words.follow(lambda: get_language() or "en")
        import_module("madoguchi.channels.events")
        import_module("madoguchi.channels.subscribers")
        import_module("madoguchi.channels.tasks")
        import_module("madoguchi.channels.doors.opening")
