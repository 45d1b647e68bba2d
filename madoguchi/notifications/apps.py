"""Django's registration of notifications."""

from importlib import import_module

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Notifications as a Django app."""

    name = "madoguchi.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects the room's subscribers and jobs."""
        import_module("madoguchi.notifications.events")
        import_module("madoguchi.notifications.subscribers")
        import_module("madoguchi.notifications.tasks")
