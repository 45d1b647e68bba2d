"""Django's registration of channels."""

from importlib import import_module

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Channels as a Django app."""

    name = "madoguchi.channels"
    label = "channels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects the room's subscribers and jobs."""
        import_module("madoguchi.channels.events")
        import_module("madoguchi.channels.subscribers")
