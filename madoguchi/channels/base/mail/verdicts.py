"""Who really sent it: only the own mail server's Authentication-Results count; look-alike senders are named."""

import re

from madoguchi.channels.base.mail.headers import Headers
from madoguchi.kernel.plain.messages import Address

_RESULT = re.compile(r"\b(dmarc|dkim|spf|arc)\s*=\s*([a-z]{2,12})", re.IGNORECASE)
_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")


def judge(headers: Headers, sender: Address | None, *, trusted: frozenset[str]) -> dict[str, str]:
    """Verdicts by name: dmarc, dkim, spf, arc (from a server in `trusted`), spam, and look-alike warnings."""
    found: dict[str, str] = {}
    for value in headers.all("authentication-results"):
        server = value.split(";", 1)[0].split()
        if not server or server[0].lower() not in trusted:
            continue
        for method, result in _RESULT.findall(value):
            found.setdefault(method.lower(), result.lower())
    if headers.raw("x-spam-flag").strip().lower() == "yes" or headers.raw("x-spam").strip().lower() == "yes":
        found["spam"] = "yes"
    if sender is not None:
        found.update(_look_alikes(headers.raw("from"), sender))
    return found


def _look_alikes(raw: str, sender: Address) -> dict[str, str]:
    found: dict[str, str] = {}
    domain = sender.address.rpartition("@")[2].lower()
    if any(label.startswith("xn--") for label in domain.split(".")) or not domain.isascii():
        found["lookalike"] = "punycode"
    shown = _ADDRESS.search(sender.name)
    if shown and shown.group().rpartition("@")[2].lower() != domain:
        found["lookalike"] = "name_is_another_address"
    if _MARKS.search(raw):
        found["lookalike"] = "hidden_marks"
    return found
