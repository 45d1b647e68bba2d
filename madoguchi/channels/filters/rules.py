"""The block list and the allow list, as the filters read them. Written by `services.ruling`."""

from dataclasses import dataclass

from madoguchi.channels.models import FilterRule, RulePart
from madoguchi.kernel import settings
from madoguchi.kernel.plain.messages import InboundMessage
from madoguchi.kernel.text import fold

VERSION = "spam.rules"
TEXT_CHARS = 50_000


@dataclass(frozen=True, slots=True)
class Rule:
    """One line as it is compared."""

    id: int
    allow: bool
    part: str
    pattern: str
    key: str


_known: tuple[str, tuple[Rule, ...]] = ("", ())


def match(inbound: InboundMessage) -> Rule | None:
    """The rule that decides about a message: the allow list first, then the block list, oldest line first."""
    rules = _current()
    if not rules:
        return None
    address = inbound.sender.address.lower()
    texts = {RulePart.ADDRESS: address, RulePart.DOMAIN: address.rpartition("@")[2]}
    if any(rule.part in (RulePart.SUBJECT, RulePart.TEXT) for rule in rules):
        subject = fold(inbound.subject)
        texts |= {RulePart.SUBJECT: subject, RulePart.TEXT: f"{subject}\n{fold(inbound.text[:TEXT_CHARS])}"}
    return next((rule for rule in rules if _holds(rule, texts[RulePart(rule.part)])), None)


def key_of(part: str, pattern: str) -> str:
    """A pattern as it is compared: addresses and domains in lower case without decoration, words folded."""
    if part == RulePart.ADDRESS:
        return pattern.strip().strip("<>").lower()[:320]
    if part == RulePart.DOMAIN:
        return pattern.strip().lower().lstrip("@*.").rstrip(".")[:320]
    return fold(pattern)[:320]


def _holds(rule: Rule, text: str) -> bool:
    if rule.part == RulePart.ADDRESS:
        return text == rule.key
    if rule.part == RulePart.DOMAIN:
        return text == rule.key or text.endswith(f".{rule.key}")
    return rule.key in text


def _current() -> tuple[Rule, ...]:
    """The rules, read anew only when somebody has changed them."""
    global _known
    version = str(settings.read(VERSION, ""))
    if not version:
        return ()
    if _known[0] != version:
        rows = FilterRule.objects.order_by("-allow", "id").values_list("id", "allow", "part", "pattern", "pattern_key")
        _known = (version, tuple(Rule(*row) for row in rows))
    return _known[1]
