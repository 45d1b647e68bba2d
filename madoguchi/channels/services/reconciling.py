"""What the server has against what is here. A difference is written down, shown until it is solved, and worked on."""

from dataclasses import dataclass
from datetime import timedelta

from madoguchi.channels.base.adapter import Mark, Survey
from madoguchi.channels.base.errors import BadSetting, ChannelError
from madoguchi.channels.models import Difference, DifferenceKind, Folder, FolderMark, Inbox
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.queueing import later
from madoguchi.channels.services import fetching, standing
from madoguchi.channels.services.adapting import adapter_of
from madoguchi.channels.services.ledger import TRY_AGAIN, WITHHELD
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.people.permissions import require


@dataclass(frozen=True, slots=True)
class FolderCheck:
    """One folder: mails on the server (in the window), of these here, and the differences by kind. `problem` is a
    reason (see `reasons.explain`) when the server could not be asked."""

    folder: str
    on_server: int = 0
    here: int = 0
    missing: int = 0
    refused: int = 0
    too_big: int = 0
    unread: int = 0
    problem: str = ""


def reconcile_all(*, by: Actor) -> None:
    """Enqueues the comparison of every inbox that is well; the others are being looked at anyway."""
    require(by, ChannelPermission.RAW_RETRY)
    for inbox_id in {place.inbox_id for place in fetching.places()}:
        if Inbox.objects.filter(pk=inbox_id, failures=0).exists():
            later("channels.reconcile_inbox", key=str(inbox_id), inbox_id=inbox_id)


def reconcile(inbox_id: int, *, by: Actor) -> list[FolderCheck]:
    """Compares every folder of an inbox, writes differences down, and has what is missing or was withheld fetched.

    Touches the network: call it outside a transaction.
    """
    require(by, ChannelPermission.RAW_RETRY)
    inbox = Inbox.objects.filter(pk=inbox_id, active=True).first()
    if inbox is None:
        return []
    try:
        adapter = adapter_of(inbox)
    except (ChannelError, BadSetting) as problem:
        return [FolderCheck("", problem=problem.reason)]
    found = []
    for name in adapter.places():
        try:
            survey = adapter.survey(name)
        except ChannelError as problem:
            found.append(FolderCheck(name, problem=problem.reason))
        else:
            found.append(_compare(standing.folder_of(inbox_id, name), survey))
    if any(check.missing or check.refused or check.too_big for check in found):
        _ask_again(inbox_id)
        fetching.look_now(inbox_id, by=by)
    return found


def _compare(folder: Folder, survey: Survey) -> FolderCheck:
    known = _known(folder, survey)
    here = [mark for mark in survey.marks if mark in known]
    withheld = _open(folder, *WITHHELD)
    for mark in _missing(survey.marks, known):
        if mark not in withheld:
            standing.note(folder, mark, DifferenceKind.MISSING)
    unread = [mark for mark in here if mark in survey.unread]
    for mark in unread:
        standing.note(folder, mark, DifferenceKind.UNREAD)
    _settle(folder, survey, set(unread))
    Folder.objects.filter(pk=folder.pk).update(on_server=len(survey.marks), reconciled_at=clock.now())
    counts = {kind: len(_open(folder, kind)) for kind in DifferenceKind}
    return FolderCheck(
        folder.name,
        on_server=len(survey.marks),
        here=len(here),
        missing=counts[DifferenceKind.MISSING],
        refused=counts[DifferenceKind.REFUSED],
        too_big=counts[DifferenceKind.TOO_BIG],
        unread=counts[DifferenceKind.UNREAD],
    )


def _missing(marks: tuple[Mark, ...], known: set[Mark]) -> list[Mark]:
    """What is not here although something younger is: the rest has only just come."""
    youngest = max((place for place, mark in enumerate(marks) if mark in known), default=-1)
    return [mark for mark in marks[: youngest + 1] if mark not in known]


def _known(folder: Folder, survey: Survey) -> set[Mark]:
    rows = FolderMark.objects.filter(inbox_id=folder.inbox_id, folder=folder.name, uidvalidity=survey.uidvalidity)
    return {
        Mark(folder.name, survey.uidvalidity, uid, uidl) for uid, uidl in rows.values_list("uid", "uidl").iterator()
    }


def _open(folder: Folder, *kinds: DifferenceKind) -> set[Mark]:
    rows = Difference.objects.filter(folder=folder, kind__in=kinds, solved_at=None)
    return {Mark(folder.name, row[0], row[1], row[2]) for row in rows.values_list("uidvalidity", "uid", "uidl")}


def _settle(folder: Folder, survey: Survey, unread: set[Mark]) -> None:
    """Solves what is no longer so: read meanwhile, or gone from the server."""
    there = set(survey.marks)
    for row in Difference.objects.filter(folder=folder, solved_at=None):
        mark = Mark(folder.name, row.uidvalidity, row.uid, row.uidl)
        if mark not in there or (row.kind == DifferenceKind.UNREAD and mark not in unread):
            Difference.objects.filter(pk=row.pk).update(solved_at=clock.now())


def _ask_again(inbox_id: int) -> None:
    """Lets the next look ask for what was withheld."""
    Difference.objects.filter(folder__inbox_id=inbox_id, kind__in=WITHHELD, solved_at=None).update(
        seen_at=clock.now() - TRY_AGAIN - timedelta(minutes=1)
    )
