"""Forgotten passwords. The page only puts the address into a job, so that known and unknown addresses get the same
answer in the same time; the job looks who it is."""

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.forms import ResetPasswordForm
from allauth.account.utils import filter_users_by_email, user_pk_to_url_str
from django.db import transaction
from django.http import HttpRequest

from madoguchi.kernel.jobs import enqueue
from madoguchi.kernel.jobs.kinds import find

JOB = "account.forgotten"


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]
    """Named in ACCOUNT_FORMS."""

    def clean_email(self) -> str:
        """The address as typed; whether somebody has it is not asked here."""
        return str(self.cleaned_data["email"]).strip().lower()

    def save(self, request: HttpRequest, **kwargs: object) -> str:
        """Leaves the address to the job."""
        email = str(self.cleaned_data["email"])
        job = find(JOB)
        if job is None:
            raise LookupError(JOB)
        with transaction.atomic():
            enqueue(job, email=email)
        return email


def send_link(email: str) -> None:
    """Mails the link to the active agents with this address; nothing for an unknown one."""
    adapter = get_adapter()
    for agent in filter_users_by_email(email, is_active=True):
        token = PASSWORD_RESET_TOKEN_GENERATOR().make_token(agent)
        url = adapter.get_reset_password_from_key_url(f"{user_pk_to_url_str(agent)}-{token}")
        values = {"user": agent, "password_reset_url": url}
        adapter.send_mail("account/email/password_reset_key", agent.email, values)
