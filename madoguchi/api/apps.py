"""Django's registration of the API, which keeps the answers it may have to repeat."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API as a Django app."""

    name = "madoguchi.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
