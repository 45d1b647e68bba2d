"""The test installation as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "tests.config"
    label = "tests_config"

    def ready(self) -> None:
        import_module("tests.config.site_jobs")
