"""Django's registration of customers."""

from importlib import import_module

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Customers as a Django app."""

    name = "madoguchi.customers"
    label = "customers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects the room's subscribers and jobs."""
        import_module("madoguchi.customers.events")
        import_module("madoguchi.customers.subscribers")
