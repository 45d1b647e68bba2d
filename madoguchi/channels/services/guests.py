"""What guests do on the page of a consultation: they answer, with files. The signed link is their only right."""

from collections.abc import Iterable

from madoguchi.channels.services import scanning
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.plain.messages import FilePart
from madoguchi.people.permissions import require
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services.asking import hearing


def answer(link_id: int, *, name: str, text: str, files: Iterable[FilePart], key: str, by: Actor) -> None:
    """Keeps the answer and has its files scanned. Raises NotFound (the link works no more), EmptyMessage."""
    require(by, TicketPermission.OPEN)
    heard = hearing.answer_by_link(link_id, name=name, text=text, given=files, key=key, by=by)
    scanning.ask_files(heard.sha256s)
