"""Codes kept on rows, made readable: `smtp_refused: 550 unknown user` becomes a sentence in the active language."""

from madoguchi.channels import registry
from madoguchi.channels.base.texts import COMMON
from madoguchi.channels.base.words import Words


def explain(reason: str) -> str:
    """The plain words for a reason kept on a raw message, delivery, inbox or message; unknown codes as they are."""
    code, _colon, detail = reason.partition(": ")
    words = _words_for(code)
    if words is None:
        return reason
    return f"{words} ({detail})" if detail else str(words)


def explain_warning(code: str) -> str:
    """The plain words for one of a message's warnings."""
    return explain(code)


def _words_for(code: str) -> Words | None:
    if code in COMMON:
        return COMMON[code]
    for adapter in registry.all_adapters().values():
        if code in adapter.texts:
            return adapter.texts[code]
    return None
