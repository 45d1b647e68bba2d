"""The form of the sign-in page: allauth's, in our words."""

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext as _


class SignInForm(LoginForm):  # type: ignore[misc]
    """Named in ACCOUNT_FORMS."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"login": _("Mail address"), "password": _("Password"), "remember": _("Stay signed in")}
        for name, field in self.fields.items():
            field.label = words.get(name, field.label)
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)
        if "remember" in self.fields:
            self.fields["remember"].help_text = _("Not on a device that others use.")
