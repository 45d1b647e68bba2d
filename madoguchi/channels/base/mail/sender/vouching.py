"""All three checks of a mail that came straight from outside."""

import ipaddress

from madoguchi.channels.base.mail.sender import dmarc, signatures, spf
from madoguchi.channels.base.mail.sender.names import Names

_INSIDE = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"),
        *("::1/128", "fc00::/7", "fe80::/10"),
    )
)


def judge(names: Names, content: bytes, *, ip: str, mail_from: str, helo: str, sender: str) -> dict[str, str]:
    """spf, dkim and dmarc for the sender's address in From. A silent DNS gives temperror."""
    path = spf.check(names, ip=ip, mail_from=mail_from, helo=helo)
    signed = signatures.check(names, content)
    domain = wire_domain(sender)
    found = dmarc.check(names, domain=domain, spf=path, dkim=signed) if domain else "none"
    return {"spf": path[0], "dkim": signed[0], "dmarc": found}


def is_outside(ip: str) -> bool:
    """Whether a server's address is none of a network of one's own: only then can SPF say anything."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return not any(address.version == network.version and address in network for network in _INSIDE)


def wire_domain(address: str) -> str:
    """The domain of an address in its ASCII form, or empty."""
    domain = address.rpartition("@")[2].lower().rstrip(".")
    try:
        return domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
