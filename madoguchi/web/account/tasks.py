"""Jobs of the account pages: each takes plain values and calls what does the work."""

from madoguchi.kernel.jobs import job
from madoguchi.web.account import forgotten


@job("account.forgotten", attempts=5, backoff=10)
def send_password_link(email: str) -> None:
    """Mails a link to set a new password, if there is an agent with this address."""
    forgotten.send_link(email)
