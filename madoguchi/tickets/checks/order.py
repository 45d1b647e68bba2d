"""The checks in the order in which they are shown. A new one is a file and a line here."""

from madoguchi.tickets.checks import attachment, greeting, numbers, placeholder, recipients, strangers, words
from madoguchi.tickets.checks.base import Check

CHECKS: tuple[Check, ...] = (
    numbers.CARD,
    numbers.MY_NUMBER,
    words.CHECK,
    greeting.CHECK,
    strangers.CHECK,
    recipients.UNREACHABLE,
    recipients.NEW,
    recipients.MANY,
    attachment.CHECK,
    placeholder.CHECK,
)
