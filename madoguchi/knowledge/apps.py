"""Django's registration of knowledge."""

from importlib import import_module

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """Knowledge as a Django app."""

    name = "madoguchi.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects the room's subscribers and jobs."""
        import_module("madoguchi.knowledge.events")
        import_module("madoguchi.knowledge.subscribers")
        import_module("madoguchi.knowledge.tasks")
