"""DMARC: whether what SPF or DKIM vouch for is the domain people see in From.

The organisation behind a name is found by walking up its labels and looking for records (DMARCbis), so that no list of
public suffixes has to be kept up to date.
"""

from dataclasses import dataclass

from madoguchi.channels.base.mail.sender.names import Names, Unanswered

MOST_STEPS = 8


@dataclass(frozen=True, slots=True)
class Policy:
    """What a domain publishes: where, and which likeness it wants (`s` strict, `r` the same organisation)."""

    domain: str
    spf: str
    dkim: str


def check(names: Names, *, domain: str, spf: tuple[str, str], dkim: tuple[str, list[str]]) -> str:
    """pass, fail, none or temperror for the domain in From, given what SPF and DKIM found."""
    try:
        policy = _policy(names, domain)
        if policy is None:
            return "none"
        if spf[0] == "pass" and _alike(names, domain, spf[1], policy.spf):
            return "pass"
        if any(_alike(names, domain, signer, policy.dkim) for signer in dkim[1]):
            return "pass"
    except Unanswered:
        return "temperror"
    return "temperror" if "temperror" in (spf[0], dkim[0]) else "fail"


def _policy(names: Names, domain: str) -> Policy | None:
    """The nearest record above a name, the name itself first."""
    for step in _steps(domain):
        found = _record(names, step)
        if found is not None:
            return Policy(step, found.get("aspf", "r"), found.get("adkim", "r"))
    return None


def _alike(names: Names, domain: str, other: str, mode: str) -> bool:
    if domain == other:
        return True
    if mode.lower() == "s" or not other:
        return False
    return _organisation(names, domain) == _organisation(names, other)


def _organisation(names: Names, domain: str) -> str:
    """The highest name with a record that is not a public suffix (psd=y), else the name itself."""
    highest = domain
    below = domain
    for step in _steps(domain):
        found = _record(names, step)
        if found is not None:
            if found.get("psd") == "y":
                return below
            highest = step
            if found.get("psd") == "n":
                return step
        below = step
    return highest


def _record(names: Names, domain: str) -> dict[str, str] | None:
    texts = [
        text for text in names.ask(f"_dmarc.{domain}", "TXT") if text.replace(" ", "").lower().startswith("v=dmarc1")
    ]
    if len(texts) != 1:
        return None
    pairs = (part.partition("=") for part in texts[0].split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _sign, value in pairs}


def _steps(domain: str) -> list[str]:
    """The name and those above it down to two labels; of a very long name the middle is left out."""
    labels = domain.lower().rstrip(".").split(".")
    above = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    return [above[0], *above[-(MOST_STEPS - 1) :]] if len(above) > MOST_STEPS else above
