"""Django's registration of tickets."""

from importlib import import_module

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Tickets as a Django app."""

    name = "madoguchi.tickets"
    label = "tickets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects the room's subscribers and jobs."""
        import_module("madoguchi.tickets.events")
        import_module("madoguchi.tickets.events_approvals")
        import_module("madoguchi.tickets.events_commitments")
        import_module("madoguchi.tickets.events_complaints")
        import_module("madoguchi.tickets.events_consultations")
        import_module("madoguchi.tickets.events_structure")
        import_module("madoguchi.tickets.findable")
        import_module("madoguchi.tickets.subscribers")
        import_module("madoguchi.tickets.tasks")
