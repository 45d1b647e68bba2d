"""The answer to a dialog's form: nothing to draw, but news for the page (event `desk:changed`)."""

import json

from django.http import HttpResponse


def told(*, ticket: int | None = None, open: int | None = None, toast: str = "", undo: str = "") -> HttpResponse:
    """`ticket` is fetched again, `open` is opened, `toast` is said, `undo` is the address to DELETE."""
    given = {"ticket": ticket, "open": open, "toast": toast, "undo": undo}
    news = {name: value for name, value in given.items() if value}
    response = HttpResponse(status=204)
    response["HX-Trigger"] = json.dumps({"desk:changed": news})
    return response
