"""What our own mail servers have written on top of a mail: Authentication-Results (RFC 8601) and marks of spam filters.

Whatever stands below their lines came with the mail and may be made up.
"""

import re

from madoguchi.channels.base.mail.headers import Headers

METHODS = frozenset({"dmarc", "dkim", "spf", "arc"})
_COMMENT = re.compile(r"\([^()]*\)")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_RESULT = re.compile(r"\s*([a-z0-9-]{2,20})(?:\s*/\s*\d+)?\s*=\s*([a-z]{2,12})(?![\w=])", re.IGNORECASE)
_BY = re.compile(r"(?:^|\s)by\s+([^\s;()]{1,255})", re.IGNORECASE)
_SCORE = re.compile(r"-?\d{1,5}(?:\.\d{1,6})?")
_SPAM_FIELDS = (
    *("x-spam-flag", "x-spam", "x-spam-status", "x-spam-score", "x-spamd-result", "x-rspamd-action", "x-rspamd-score"),
    *("x-ms-exchange-organization-scl", "x-forefront-antispam-report"),
)
_LINES = (*_SPAM_FIELDS, "authentication-results", "received")
_MICROSOFT_SPAM = 5


def authentication(headers: Headers, trusted: frozenset[str]) -> dict[str, str]:
    """Results by method from the servers in `trusted`; of several of one method the topmost server's best counts.

    A line that names no server (Microsoft writes such) counts only as the first of all, above our own border.
    """
    found: dict[str, str] = {}
    if not trusted:
        return found
    border = _border(headers, trusted)
    first = True
    for place, (name, value) in enumerate(headers.listed(*_LINES)):
        if name != "authentication-results":
            continue
        server, results = _parsed(value)
        believed = _is_trusted(server, trusted) if server else first and place < border
        first = False
        if believed:
            for method, result in _best(results).items():
                found.setdefault(method, result)
    return found


def spam_mark(headers: Headers, trusted: frozenset[str], *, always: bool, score: int = 0) -> str:
    """What a spam filter of ours says against the mail (`X-Spam-Flag: YES`), or empty.

    Only marks above the border of our own servers count, or all when the server is known to remove those from outside
    (`always`). `score`: from this score on it is spam, whatever the filter's own limit; 0 = the filter decides.
    """
    if not trusted and not always:
        return ""
    border = _border(headers, trusted)
    for place, (name, value) in enumerate(headers.listed(*_LINES)):
        if name in _SPAM_FIELDS and (always or place < border) and _is_spam(name, value.strip().lower(), score):
            return f"{name.title()}: {value.strip()[:80]}"
    return ""


def _border(headers: Headers, trusted: frozenset[str]) -> int:
    """How many of the listed fields stand above the lowest line of the unbroken run of our own servers."""
    if not trusted:
        return 0
    border = 0
    for place, (name, value) in enumerate(headers.listed(*_LINES)):
        if name == "received":
            by = _BY.search(_COMMENT.sub(" ", value))
            if by is None or not _is_trusted(by[1], trusted):
                break
            border = place + 1
        elif name == "authentication-results" and _is_trusted(_parsed(value)[0], trusted):
            border = place + 1
    return border


def _is_trusted(server: str, trusted: frozenset[str]) -> bool:
    """Whether a server is one of ours; `.outlook.com` among them stands for every name below."""
    name = server.lower().rstrip(".")
    return name in trusted or any(known.startswith(".") and name.endswith(known) for known in trusted)


def _parsed(value: str) -> tuple[str, list[tuple[str, str]]]:
    """The server's name (empty where it gives none) and its results. What a sender can put in counts for nothing."""
    plain = _QUOTED.sub('""', value)
    for _level in range(3):
        plain = _COMMENT.sub(" ", plain)
    head, *parts = plain.split(";")
    if _RESULT.match(head):
        return "", _results([head, *parts])
    return (head.split() or [""])[0].lower(), _results(parts)


def _results(parts: list[str]) -> list[tuple[str, str]]:
    matches = (_RESULT.match(part) for part in parts)
    return [(found[1].lower(), found[2].lower()) for found in matches if found is not None]


def _best(results: list[tuple[str, str]]) -> dict[str, str]:
    """One result for each method: one good signature of several is enough (RFC 6376, 4.2)."""
    found: dict[str, str] = {}
    for method, result in results:
        if method in METHODS and (method not in found or (result == "pass" and method == "dkim")):
            found[method] = result
    return found


def _is_spam(name: str, value: str, score: int) -> bool:
    match name:
        case "x-spam-flag" | "x-spam":
            return value.startswith(("yes", "true"))
        case "x-spam-status":
            return value.startswith("yes") or _reaches(value.partition("score=")[2], score)
        case "x-spamd-result":
            return ": true" in value or _reaches(value.partition("[")[2], score)
        case "x-rspamd-action":
            return value in ("reject", "add header", "add_header", "rewrite subject", "rewrite_subject")
        case "x-ms-exchange-organization-scl":
            return _reaches(value, _MICROSOFT_SPAM)
        case "x-forefront-antispam-report":
            return "sfv:spm" in value.replace(" ", "") or "sfv:phsh" in value.replace(" ", "")
    return _reaches(value, score)


def _reaches(text: str, score: int) -> bool:
    """Whether the number a text begins with is at least `score`; 0 is no limit at all."""
    number = _SCORE.match(text.strip())
    return score > 0 and number is not None and float(number.group()) >= score
