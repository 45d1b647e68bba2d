"""Spam goes to the spam box, where people can look at it: by own rules, the server's judgement, what was learned."""

from dataclasses import replace

from madoguchi.channels.filters import learned, rules
from madoguchi.channels.filters.outcome import Stopped
from madoguchi.channels.models import RawMessage
from madoguchi.kernel.plain.messages import InboundMessage
from madoguchi.tickets import tokens


def apply(inbound: InboundMessage, raw: RawMessage) -> InboundMessage | Stopped:
    """Nothing is thrown away: spam is marked with its reason, gets no automatic answer, opens its ticket in the box.

    The allow list helps nobody whose sender is proved to be forged.
    """
    rule = rules.match(inbound)
    if rule is not None and not (rule.allow and inbound.verdicts.get("dmarc") == "fail"):
        code = "spam_allowed" if rule.allow else f"spam_{rule.part}"
        judged = _judged(inbound, spam=not rule.allow, by=f"{code}: {rule.pattern[:120]}")
        return replace(judged, verdicts={**judged.verdicts, "spam_rule": str(rule.id)})
    if is_spam(inbound):
        answers = _answers_us(inbound)
        by = "spam_answer" if answers else inbound.verdicts.get("spam_by", "spam_server")
        return _judged(inbound, spam=not answers, by=by)
    if inbound.auto_submitted or _answers_us(inbound):
        return inbound
    above = learned.excess(inbound)
    return inbound if above is None else _judged(inbound, spam=True, by="spam_learned")


def is_spam(inbound: InboundMessage) -> bool:
    """Whether the message carries the mark."""
    return inbound.verdicts.get("spam") == "yes"


def _judged(inbound: InboundMessage, *, spam: bool, by: str) -> InboundMessage:
    verdicts = {**inbound.verdicts, "spam": "yes" if spam else "no", "spam_by": by}
    return replace(inbound, verdicts=verdicts, auto_submitted=inbound.auto_submitted or spam)


def _answers_us(inbound: InboundMessage) -> bool:
    """Whether it names a signed id of ours: an answer in a conversation is spam only when a rule of people says so."""
    return any(tokens.message_id_from(known) is not None for known in inbound.thread_ids)
