"""Django's registration of people."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People as a Django app."""

    name = "madoguchi.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects the room's subscribers and jobs."""
        import_module("madoguchi.people.events")
        import_module("madoguchi.people.subscribers")
        import_module("madoguchi.people.tasks")
