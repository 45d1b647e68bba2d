"""Django's registration of the pages."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages as a Django app."""

    name = "madoguchi.web"
    label = "web"

    def ready(self) -> None:
        """Connects the jobs of the pages."""
        import_module("madoguchi.web.account.tasks")
