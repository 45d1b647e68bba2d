"""How allauth behaves in this house: no sign-up, our links, our mail door."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from madoguchi.channels.services import system_mail
from madoguchi.people.models import Agent
from madoguchi.people.permissions import actor_for
from madoguchi.people.services import passwords
from madoguchi.web.account.colours import wear


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Named in ACCOUNT_ADAPTER."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Agents are invited by an administrator; nobody signs up."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the configured address, whatever Host the request named."""
        uidb36, token = key.split("-", 1)
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
        return f"{settings.PUBLIC_URL}{path}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the reader's language, through the installation's own mail inbox."""
        reader = context.get("user")
        language = reader.language if isinstance(reader, Agent) else translation.get_language()
        values = {**context, "email": email}
        with translation.override(language):
            subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", values, using="jinja2").split())
            text = render_to_string(f"{template_prefix}_message.txt", values, using="jinja2").strip()
        system_mail.send(to=email, subject=subject, text=text)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Only plain texts; allauth's own announcements stay silent, our pages say what happened."""
        if kwargs.get("message"):
            super().add_message(request, level, message=kwargs["message"])

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponseBase:
        """Brings the agent's colours to this browser."""
        response: HttpResponseBase = super().post_login(request, user, **kwargs)
        if isinstance(user, Agent):
            wear(response, str(user.preferences.get("theme", "system")))
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the profile, which says that it is done."""
        messages.success(request, _("Your password is changed."))
        return reverse("profile")

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Sets it, and writes into the audit trail that it changed."""
        with transaction.atomic():
            super().set_password(user, password)
            if isinstance(user, Agent):
                passwords.record_change(user, by=actor_for(user))
