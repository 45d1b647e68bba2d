"""How big a mail may be, whichever door it comes through."""

import os


def largest_mail() -> int:
    """Bytes of the biggest mail that is taken in (MADOGUCHI_LARGEST_MAIL_MB, 50)."""
    given = os.environ.get("MADOGUCHI_LARGEST_MAIL_MB", "").strip()
    return (int(given) if given.isdigit() else 50) * 1024 * 1024
