"""Custom attributes as people type them: one `name: value` a line, and back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def read(text: str) -> dict[str, str]:
    """The attributes. Raises ValidationError for a line without a colon."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        name, colon, value = line.replace("：", ":", 1).partition(":")
        if not colon or not name.strip():
            raise ValidationError(_("Write each line as “name: value”: %(line)s") % {"line": line[:60]})
        found[name.strip()] = value.strip()
    return found


def write(attributes: dict[str, Any]) -> str:
    """The attributes as one types them."""
    return "\n".join(f"{name}: {value}" for name, value in attributes.items())
