"""SPF (RFC 7208): whether a server may send for a domain. Explanations (`exp`) are not fetched."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote

from madoguchi.channels.base.mail.sender.names import Names, Unanswered

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
MOST_LOOKUPS, MOST_VOID, MOST_HOSTS = 10, 2, 10
_QUALIFIERS = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
_TERM = re.compile(r"([+?~-]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?:([:/])(.*))?", re.IGNORECASE)
_MODIFIER = re.compile(r"([a-z][a-z0-9_.-]*)=(.*)", re.IGNORECASE)
_CIDR = re.compile(r"(.*?)(?:/(\d{1,2}))?(?://(\d{1,3}))?")
_MACRO = re.compile(r"%(?:\{([slodiphcrtv])(\d*)(r?)([.\-+,/_=]*)\}|([%_-]))", re.IGNORECASE)
_SIMPLE = {"%": "%", "_": " ", "-": "%20"}


class _Wrong(Exception):
    """The domain's record cannot be followed: permerror."""


@dataclass
class _Check:
    names: Names
    ip: Ip
    sender: str
    helo: str
    lookups: int = 0
    void: int = 0

    def count(self) -> None:
        self.lookups += 1
        if self.lookups > MOST_LOOKUPS:
            raise _Wrong("too many lookups")

    def ask(self, name: str, kind: str) -> tuple[str, ...]:
        found = self.names.ask(name, kind)
        if not found:
            self.void += 1
            if self.void > MOST_VOID:
                raise _Wrong("too many void lookups")
        return found


def check(names: Names, *, ip: str, mail_from: str, helo: str) -> tuple[str, str]:
    """(result, domain): pass, fail, softfail, neutral, none, temperror or permerror for the domain that was asked.

    The null path is judged by the name the server gave itself.
    """
    domain = mail_from.rpartition("@")[2].lower() or helo.lower()
    sender = mail_from if "@" in mail_from else f"postmaster@{domain}"
    if not _is_domain(domain):
        return "none", domain
    try:
        address = ipaddress.ip_address(ip)
        address = getattr(address, "ipv4_mapped", None) or address
        return _evaluate(_Check(names, address, sender, helo), domain, 0), domain
    except Unanswered:
        return "temperror", domain
    except (_Wrong, ValueError):
        return "permerror", domain


def _evaluate(check: _Check, domain: str, depth: int) -> str:
    records = [text for text in check.names.ask(domain, "TXT") if re.match(r"v=spf1( |$)", text, re.IGNORECASE)]
    if not records:
        return "none"
    if len(records) > 1 or depth > MOST_LOOKUPS:
        raise _Wrong("several records")
    redirect = ""
    for term in records[0].split()[1:]:
        modifier = _MODIFIER.fullmatch(term)
        if modifier is not None:
            redirect = modifier[2] if modifier[1].lower() == "redirect" else redirect
            continue
        mechanism = _TERM.fullmatch(term)
        if mechanism is None:
            raise _Wrong(term)
        if _matches(check, domain, mechanism[2].lower(), mechanism[3] or "", mechanism[4] or "", depth):
            return _QUALIFIERS[mechanism[1] or "+"]
    if not redirect:
        return "neutral"
    check.count()
    result = _evaluate(check, _expand(redirect, check, domain), depth + 1)
    if result == "none":
        raise _Wrong("redirect to nothing")
    return result


def _matches(check: _Check, domain: str, name: str, mark: str, value: str, depth: int) -> bool:
    if name == "all":
        return True
    if name in ("ip4", "ip6"):
        network = ipaddress.ip_network(value, strict=False)
        return check.ip.version == network.version and check.ip in network
    check.count()
    if name == "include":
        result = _evaluate(check, _expand(value, check, domain), depth + 1)
        if result == "none":
            raise _Wrong("include of nothing")
        return result == "pass"
    if name == "exists":
        return bool(check.ask(_expand(value, check, domain), "A"))
    if name == "ptr":
        return _points_to(check, _expand(value, check, domain) if value else domain)
    target, four, six = _split(f"/{value}" if mark == "/" else value)
    target = _expand(target, check, domain) if target else domain
    hosts = check.ask(target, "MX") if name == "mx" else (target,)
    if len(hosts) > MOST_HOSTS:
        raise _Wrong("too many hosts")
    return any(_is_at(check, host, four if check.ip.version == 4 else six) for host in hosts)


def _split(value: str) -> tuple[str, int, int]:
    found = _CIDR.fullmatch(value)
    if found is None:
        raise _Wrong(value)
    four, six = int(found[2] or 32), int(found[3] or 128)
    if four > 32 or six > 128:
        raise _Wrong(value)
    return found[1], four, six


def _is_at(check: _Check, host: str, length: int) -> bool:
    kind = "A" if check.ip.version == 4 else "AAAA"
    return any(check.ip in ipaddress.ip_network(f"{found}/{length}", strict=False) for found in check.ask(host, kind))


def _points_to(check: _Check, target: str) -> bool:
    """Whether a name of the server's address lies in a domain and leads back to the address."""
    for host in check.names.hosts_of(str(check.ip))[:MOST_HOSTS]:
        name = host.lower()
        if (name == target or name.endswith(f".{target}")) and _is_at(check, name, check.ip.max_prefixlen):
            return True
    return False


def _expand(text: str, check: _Check, domain: str) -> str:
    """A domain with its macros filled in, cut from the left to 253 characters."""

    def fill(found: re.Match[str]) -> str:
        if found[5]:
            return _SIMPLE[found[5]]
        parts = re.split(f"[{re.escape(found[4] or '.')}]", _macro(found[1].lower(), check, domain))
        parts = parts[::-1] if found[3] else parts
        parts = parts[-int(found[2]) :] if found[2] and int(found[2]) else parts
        filled = ".".join(parts)
        return quote(filled, safe="-._~") if found[1].isupper() else filled

    filled = _MACRO.sub(fill, text)
    if "%{" in filled or not filled:
        raise _Wrong(text)
    while len(filled) > 253:
        filled = filled.partition(".")[2] or filled[:253]
    return filled.lower().rstrip(".")


def _macro(letter: str, check: _Check, domain: str) -> str:
    local, _at, host = check.sender.rpartition("@")
    dotted = str(check.ip) if check.ip.version == 4 else ".".join(check.ip.exploded.replace(":", ""))
    kind = "in-addr" if check.ip.version == 4 else "ip6"
    values = {"s": check.sender, "l": local, "o": host, "d": domain, "i": dotted, "h": check.helo, "c": str(check.ip)}
    return {**values, "v": kind}.get(letter, "unknown")


def _is_domain(domain: str) -> bool:
    labels = domain.split(".")
    return len(domain) <= 253 and len(labels) > 1 and all(0 < len(label) <= 63 for label in labels)
