"""Django's registration of the kernel."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The kernel as a Django app."""

    name = "madoguchi.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
