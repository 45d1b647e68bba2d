"""Django's registration of calendars."""

from importlib import import_module

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Calendars as a Django app."""

    name = "madoguchi.calendars"
    label = "calendars"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects the room's subscribers and jobs."""
        import_module("madoguchi.calendars.events")
        import_module("madoguchi.calendars.subscribers")
