"""DKIM: which domains have signed a mail, and whether a signature still holds (dkimpy does the reckoning)."""

import re

import dkim

from madoguchi.channels.base.mail.sender.names import Names, Unanswered

MOST_SIGNATURES = 5
LARGEST = 30 * 1024 * 1024
_LONG_BLANK = re.compile(rb"[ \t]{2000}")
"""Its patterns take the square of a run of blanks; no mail program writes such a run."""


def check(names: Names, content: bytes) -> tuple[str, list[str]]:
    """(result, domains whose signature holds): pass, fail, none, temperror or permerror."""
    head = content[:200_000].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    count = len(re.findall(rb"^dkim-signature:", head, re.IGNORECASE | re.MULTILINE))
    if not count:
        return "none", []
    if len(content) > LARGEST or _LONG_BLANK.search(content):
        return "permerror", []
    results, domains = set(), []
    for index in range(min(count, MOST_SIGNATURES)):
        result, domain = _one(names, content, index)
        results.add(result)
        if result == "pass":
            domains.append(domain)
    return next(result for result in ("pass", "temperror", "fail", "permerror") if result in results), domains


def _one(names: Names, content: bytes, index: int) -> tuple[str, str]:
    silent = False

    def key(name: bytes, timeout: float = 5) -> bytes | None:
        nonlocal silent
        try:
            return next((text.encode() for text in names.ask(name.decode("ascii", "ignore"), "TXT")), None)
        except Unanswered:
            silent = True
            return None

    signed = dkim.DKIM(content, timeout=5)
    try:
        holds = signed.verify(index, dnsfunc=key)
    except dkim.DKIMException as problem:
        changed = isinstance(problem, dkim.ValidationError) and "body hash mismatch" in str(problem)
        return ("temperror" if silent else "fail" if changed else "permerror"), ""
    except Exception:  # it trips over hostile headers in many ways
        return "permerror", ""
    if holds:
        return "pass", (signed.domain or b"").decode("ascii", "ignore").lower()
    return ("temperror" if silent else "fail"), ""
