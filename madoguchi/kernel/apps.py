"""Django's registration of the kernel."""

from importlib import import_module

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The kernel as a Django app."""

    name = "madoguchi.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects the kernel's jobs."""
        import_module("madoguchi.kernel.tasks")
