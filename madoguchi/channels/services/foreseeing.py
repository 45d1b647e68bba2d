"""What an agent should know before a reply leaves: characters that do not travel, files that go as links, a way out
that does not work just now."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from madoguchi.channels import reasons
from madoguchi.channels.base.mail import jis
from madoguchi.channels.base.mail.header_text import JIS
from madoguchi.channels.models import Inbox
from madoguchi.channels.services import file_links
from madoguchi.channels.services.routing import way_out_of
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.tickets.checks.base import STOP, WARN
from madoguchi.tickets.outgoing import waiting_files
from madoguchi.tickets.services.checking import Doubt

STRANGE = "not_in_charset"


def doubts(inbox: Inbox | None, *, text: str, by: Actor, attachment_ids: Sequence[int] = ()) -> list[Doubt]:
    """About a reply on a ticket of this inbox. Who accepts STRANGE wants this mail in UTF-8."""
    inbox = way_out_of(inbox)
    if inbox is None:
        return [Doubt("no_way_out", STOP, reasons.explain("no_way_out"))]
    found = []
    strange = strangers(inbox, text)
    if strange:
        said = _("This inbox writes ISO-2022-JP, which does not have %(characters)s. This mail will be sent in UTF-8.")
        found.append(Doubt(STRANGE, WARN, said % {"characters": " ".join(strange)}))
    files = waiting_files(attachment_ids, by=by) if attachment_ids else []
    _along, linked = file_links.parted(files, largest_mb=inbox.largest_mail_mb)
    if linked:
        said = _("Too big for a mail. A download link that works for %(days)s days is sent instead: %(names)s")
        names = ", ".join(one.name for one in linked)
        found.append(Doubt("files_as_links", WARN, said % {"days": inbox.link_days, "names": names}))
    if inbox.sending_problem and inbox.sending_paused_until and inbox.sending_paused_until > clock.now():
        said = _("The mail server is not working just now; the reply waits until it does. %(reason)s")
        found.append(Doubt("inbox_paused", WARN, said % {"reason": reasons.explain(inbox.sending_problem)}))
    return found


def strangers(inbox: Inbox, text: str, *, charset: str = "") -> list[str]:
    """The characters of a text that the inbox's character code does not have; none in UTF-8."""
    wanted = charset or inbox.settings.get("charset")
    return jis.strangers(text) if wanted == JIS else []
