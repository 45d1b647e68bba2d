"""From an outbound message to what an SMTP server is told: who gets it, and the bytes, signed where a key is given."""

from datetime import UTC, datetime

from madoguchi.channels.base.errors import PermanentFailure
from madoguchi.channels.base.mail import dkim_signing, resending, writing
from madoguchi.channels.base.mail.header_text import wire_address
from madoguchi.channels.base.mail.smtp import Line
from madoguchi.kernel.plain.messages import OutboundMessage, Sent


def hand_over(message: OutboundMessage, line: Line) -> Sent:
    """Sends to all recipients or to none. Raises what `Line.send` raises, and PermanentFailure without recipients."""
    recipients = writing.recipients(message)
    if not recipients:
        raise PermanentFailure("no_recipient")
    content = content_of(message)
    sender = wire_address(message.sender.address)
    return Sent(message.external_id, line.send(sender=sender, recipients=recipients, content=content))


def content_of(message: OutboundMessage) -> bytes:
    """The mail as it leaves."""
    date = message.date or datetime.now(UTC)
    if message.original:
        return resending.resend(message, date=date)
    content = writing.write(message, date=date)
    return dkim_signing.sign(content, message.signing) if message.signing else content
