"""Letting in only who may do what a screen is for, before anything of it is shown."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from madoguchi.people.permissions import require
from madoguchi.web.doors import DeskRequest, signed_in

P = ParamSpec("P")
View = Callable[Concatenate[DeskRequest, P], HttpResponseBase]


def needs(permission: str) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """A signed-in agent with this permission; others get the page that says which one they lack."""

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        def permitted(request: DeskRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            require(request.actor, permission)
            return view(request, *args, **kwargs)

        return wraps(view)(signed_in(permitted))

    return decorate
