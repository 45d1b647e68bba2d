"""Django's registration of the API, which keeps the answers it may have to repeat."""

from importlib import import_module

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API as a Django app."""

    name = "madoguchi.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers its jobs."""
        import_module("madoguchi.api.tasks")
