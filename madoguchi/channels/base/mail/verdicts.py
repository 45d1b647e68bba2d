"""Who really sent it: only the own mail server's Authentication-Results count; look-alike senders are named."""

from dataclasses import dataclass

from madoguchi.channels.base.mail import lookalike, results
from madoguchi.channels.base.mail.headers import Headers
from madoguchi.kernel.plain.messages import Address


@dataclass(frozen=True, slots=True)
class Trust:
    """What is believed of a mail's header.

    `servers` are names of own mail servers in lower case (`.example.jp` for all below), `marks`: marks of spam filters
    count at all, `any_mark`: wherever they stand, `spam_score`: from this score on it is spam (0: the filter decides).
    """

    servers: frozenset[str] = frozenset()
    any_mark: bool = False
    marks: bool = True
    spam_score: int = 0


NOBODY = Trust()


def judge(headers: Headers, sender: Address | None, *, trust: Trust) -> dict[str, str]:
    """Verdicts by name: dmarc, dkim, spf, arc (from trusted servers), spam with spam_by, and lookalike."""
    found = results.authentication(headers, trust.servers)
    mark = (
        results.spam_mark(headers, trust.servers, always=trust.any_mark, score=trust.spam_score) if trust.marks else ""
    )
    if mark:
        found |= {"spam": "yes", "spam_by": f"spam_server: {mark}"}
    if sender is not None:
        signs = lookalike.signs(headers.raw("from"), sender)
        if signs:
            found["lookalike"] = " ".join(signs)
    return found
