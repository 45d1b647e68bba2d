"""Hearing no more automatic mail: a signed link in each (RFC 2369, RFC 8058), one list of mailboxes that asked for it.

Answers of people are not automatic and always go out.
"""

from django.conf import settings
from django.core import signing

from madoguchi.channels.models import OptOut
from madoguchi.kernel import clock
from madoguchi.kernel.text import mailbox_key

_SALT = "madoguchi.unsubscribe"


def address(mail_address: str) -> str:
    """The link for one recipient."""
    return f"{settings.PUBLIC_URL}/unsubscribe/{signing.dumps(mailbox_key(mail_address), salt=_SALT, compress=True)}"


def mailbox_of(token: str) -> str | None:
    """The mailbox a link is for; None when it was made up."""
    try:
        return str(signing.loads(token, salt=_SALT))
    except signing.BadSignature:
        return None


def stop(mailbox: str) -> None:
    """No automatic mail from now on. Repeating it changes nothing."""
    OptOut.objects.get_or_create(address_key=mailbox, defaults={"created_at": clock.now()})


def resume(mailbox: str) -> None:
    """Automatic mail again."""
    OptOut.objects.filter(address_key=mailbox).delete()


def wants_none(mail_address: str) -> bool:
    """Whether this mailbox has asked for no automatic mail."""
    return OptOut.objects.filter(address_key=mailbox_key(mail_address)).exists()
