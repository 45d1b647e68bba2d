"""What an agent has written with formatting: cleaned, with its pictures settled, and as plain text made from it."""

from collections.abc import Iterable
from dataclasses import dataclass

from madoguchi.kernel.actors import Actor
from madoguchi.kernel.plain import written as written_html
from madoguchi.tickets.models import Attachment


@dataclass(frozen=True, slots=True)
class Written:
    """Both forms of one text. `html` is empty when it was written without formatting; `pictures` are its attachments
    by content id."""

    text: str
    html: str
    pictures: dict[str, int]


def written(*, text: str, html: str, attachment_ids: Iterable[int], by: Actor, settle: bool = True) -> Written:
    """The text to save. With `html` the text is made from it, so that both never differ.

    Pictures are those of the actor's waiting uploads among `attachment_ids`; one that the HTML does not show becomes
    an ordinary attachment (unless `settle` is off, for looking only).
    """
    attachment_ids = list(attachment_ids)
    if not html and not attachment_ids:
        return Written(text, "", {})
    waiting = Attachment.objects.filter(pk__in=attachment_ids, message=None, uploaded_by_id=by.agent_id or 0)
    pictures = dict(waiting.exclude(content_id="").values_list("content_id", "id"))
    cleaned = written_html.clean(html, pictures)
    shown = written_html.cids_of(cleaned)
    unshown = [number for cid, number in pictures.items() if cid not in shown]
    if unshown and settle:
        waiting.filter(pk__in=unshown).update(content_id="")
    plain = written_html.as_text(cleaned) if cleaned else text
    return Written(plain, cleaned, {cid: pictures[cid] for cid in shown})
