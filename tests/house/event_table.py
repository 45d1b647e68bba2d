"""The table of docs/manual/events.md, made from the code."""

from dataclasses import fields

from django.utils import translation

from madoguchi.kernel import events


def event_table() -> str:
    """One row for each event of the product: name, text in both languages, fields."""
    rows = ["| event | English | 日本語 | fields |", "| --- | --- | --- | --- |"]
    for name in sorted(events.registry):
        event = events.registry[name]
        if event.__module__.startswith("madoguchi."):
            named = ", ".join(f"`{field.name}`" for field in fields(event))
            rows.append(f"| `{name}` | {_label(event, 'en')} | {_label(event, 'ja')} | {named} |")
    return "\n".join(rows)


def _label(event: type[events.Event], language: str) -> str:
    with translation.override(language):
        return str(event.label).replace("|", "\\|")
