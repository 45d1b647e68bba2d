"""What keeps robots from the request form without asking people anything: a trap, a clock, limits.

Every form carries a signed stamp of when it was shown. It also makes a second click harmless: the stamp's own key
goes with the request, and the same key is the same request.
"""

import secrets
import time

from django.core import signing
from django.http import HttpRequest

from madoguchi.kernel.text import mailbox_key
from madoguchi.web.limits import within

TRAP = "website"
STAMP = "stamp"
SALT = "madoguchi.request"
SHORTEST_SECONDS = 3
LONGEST_SECONDS = 24 * 3600
PER_ADDRESS_AN_HOUR = 20
PER_MAIL_AN_HOUR = 6


class Unwelcome(Exception):
    """Why the form is not taken as it is: `trap`, `fast`, `old` or `often`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def new_stamp() -> str:
    """For a freshly shown form."""
    return signing.dumps({"key": secrets.token_hex(8), "at": int(time.time())}, salt=SALT)


def key_of(request: HttpRequest, *, by_link: bool = False) -> str:
    """The key of the posted form. Raises Unwelcome when it was filled in faster than people can (unless a signed link
    led here, which no robot has), or too long ago."""
    if request.POST.get(TRAP):
        raise Unwelcome("trap")
    try:
        stamp = signing.loads(request.POST.get(STAMP, ""), salt=SALT)
    except signing.BadSignature:
        raise Unwelcome("old") from None
    age = time.time() - stamp["at"]
    if age < SHORTEST_SECONDS and not by_link:
        raise Unwelcome("fast")
    if age > LONGEST_SECONDS:
        raise Unwelcome("old")
    return str(stamp["key"])


def count(request: HttpRequest, *, email: str) -> None:
    """Counts a request about to be taken. Raises Unwelcome when there were too many from here or for this address."""
    from_here = within(request, "request_ip", amount=PER_ADDRESS_AN_HOUR, seconds=3600)
    for_mail = within(
        request, "request_mail", amount=PER_MAIL_AN_HOUR, seconds=3600, key=mailbox_key(email), by_address=False
    )
    if not (from_here and for_mail):
        raise Unwelcome("often")
