"""What a message's verdict says to the person who reads it: warnings in plain words, whether the sender is proved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from madoguchi.channels.base.mail.lookalike import readable_domain
from madoguchi.channels.reasons import explain

NOTHING: Mapping[str, Any] = {}
_STATES = {
    "pass": "sender_confirmed",
    "fail": "dmarc_fail",
    "temperror": "sender_temperror",
    "none": "sender_not_told",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """`about` explains the sender's state in one sentence, `machine` why the message counts as automatic."""

    confirmed: bool = False
    spam: bool = False
    about: str = ""
    machine: str = ""
    warnings: list[str] = field(default_factory=list)


def of(message: Mapping[str, Any]) -> Judgement:
    """The judgement on an inward message (plain columns: kind, author_address, verdict)."""
    verdict = message["verdict"] if message["kind"] == "inward" else NOTHING
    if not verdict:
        return Judgement()
    spam = verdict.get("spam") == "yes"
    return Judgement(
        confirmed=verdict.get("dmarc") == "pass" and "claims_agent" not in verdict,
        spam=spam,
        about=explain(_state(verdict)),
        machine=explain(str(verdict["auto"])) if "auto" in verdict else "",
        warnings=[explain(code) for code in _codes(verdict, message["author_address"], spam)],
    )


def _state(verdict: Mapping[str, Any]) -> str:
    return _STATES.get(verdict.get("dmarc", ""), "sender_unchecked")


def _codes(verdict: Mapping[str, Any], address: str, spam: bool) -> list[str]:
    found = []
    if spam or verdict.get("spam_by") == "spam_answer":
        found.append(str(verdict.get("spam_by", "spam_server")))
    found += [f"lookalike_{sign}: {_readable(address)}" for sign in str(verdict.get("lookalike", "")).split()]
    if "claims_agent" in verdict:
        found.append("claims_agent")
    if "claims_name" in verdict:
        found.append(f"claims_name_{verdict['claims_name']}")
    if verdict.get("dmarc") == "fail":
        found.append("dmarc_fail")
    elif verdict.get("dmarc") != "pass":
        found += [f"{method}_fail" for method in ("spf", "dkim") if verdict.get(method) == "fail"]
    return found


def _readable(address: str) -> str:
    """The real address; where its domain is written in Punycode, also as people would read it."""
    domain = address.rpartition("@")[2].lower()
    shown = readable_domain(domain)
    return address if shown == domain else f"{address} = {shown}"
