"""The pages as a WSGI application; config.serving puts it behind the bridge."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http.response import HttpResponseBase

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madoguchi.config.settings")


class Handler(WSGIHandler):
    """Django's handler, telling which route answered (for metrics: never the path, which names customers)."""

    def get_response(self, request: WSGIRequest) -> HttpResponseBase:  # type: ignore[override]
        """The response; the route is left in the environment."""
        response = super().get_response(request)
        match = request.resolver_match
        request.environ["madoguchi.route"] = match.route if match is not None else ""
        return response


django.setup(set_prefix=False)
application = Handler()
