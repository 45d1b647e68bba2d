"""The mail services whose server names, ports and ways to sign in are known.

Facts, looked up in November 2026; docs/manual/mail-services.md tells the same. A service that changes is one edit in
presets_world or presets_japan.
"""

from datetime import date

from madoguchi.channels.base.mail import presets_japan as japan
from madoguchi.channels.base.mail import presets_world as world
from madoguchi.channels.base.mail.preset import Preset

CHECKED = date(2026, 11, 1)
ALL: tuple[Preset, ...] = (
    *(world.GOOGLE, world.GOOGLE_SIGN_IN, world.MICROSOFT, world.OUTLOOK),
    *(japan.SAKURA, japan.XSERVER, japan.LOLIPOP, japan.CONOHA, japan.ONAMAE, japan.YAHOO_JAPAN),
    *(world.ICLOUD, world.OTHER),
)


def find(code: str) -> Preset | None:
    """The preset with this code."""
    return next((preset for preset in ALL if preset.code == code), None)


def for_address(address: str) -> Preset | None:
    """The service an address of its own domain belongs to, for the hints of a connection test."""
    domain = address.rpartition("@")[2].casefold()
    return next((preset for preset in ALL if domain in preset.domains), None)


def for_host(host: str) -> Preset | None:
    """The service a server belongs to, by its name."""
    wanted = host.casefold()
    return next((one for one in ALL if wanted and wanted in (one.imap.host, one.smtp.host)), None)
