"""What one message went through, step by step, in plain words with times."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from madoguchi.channels import reasons
from madoguchi.channels.models import Delivery, DeliveryState, FolderMark, RawMessage, RawState
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.people import queries as people
from madoguchi.people.models import AuditLine
from madoguchi.people.permissions import require
from madoguchi.tickets import mail_room

DONE, NOW, TROUBLE, QUIET = "done", "now", "trouble", "quiet"
PEOPLE = ("raw_message:retry", "raw_message:open", "raw_message:discard", "raw_message:restore", "raw_message:download")


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `mood` is done, now (in progress), trouble or quiet; `ticket_id` where it led to."""

    title: str
    at: datetime | None
    text: str = ""
    mood: str = DONE
    ticket_id: int | None = None


def raw_message(raw_id: int, *, by: Actor) -> RawMessage:
    """A message that came in, with inbox and file. Raises NotFound."""
    require(by, ChannelPermission.RAW_READ)
    raw = RawMessage.objects.select_related("inbox", "file").filter(pk=raw_id).first()
    if raw is None:
        raise NotFound
    return raw


def delivery(delivery_id: int, *, by: Actor) -> Delivery:
    """A message that went out, with inbox and message. Raises NotFound."""
    require(by, ChannelPermission.RAW_READ)
    mine = ("message__ticket", "message__agent", "asked__consultation__ticket")
    found = Delivery.objects.select_related("inbox", *mine).filter(pk=delivery_id).first()
    if found is None:
        raise NotFound
    return found


def way_in(raw: RawMessage) -> list[Step]:
    """From the server to the ticket."""
    steps = [Step(door_words(raw.door), raw.received_at, _handed_over(raw))]
    stored_at = raw.file.stored_at if raw.file is not None else raw.received_at
    for mark in FolderMark.objects.filter(raw_id=raw.id).order_by("id")[:5]:
        stored_at = mark.stored_at
        steps.append(Step(_("Fetched"), mark.stored_at, _folder_words(mark)))
    steps.append(Step(_("Kept unchanged"), max(stored_at, raw.received_at), _("Before anybody looked at it.")))
    deeds = [_by_person(line) for line in _lines(raw)]
    steps += sorted(
        (one for one in deeds if raw.handled_at is None or one.at is None or one.at < raw.handled_at), key=_at
    )
    steps += _reading(raw)
    steps += sorted((one for one in deeds if raw.handled_at and one.at and one.at >= raw.handled_at), key=_at)
    if raw.content_gone_at is not None:
        steps.append(
            Step(_("Original deleted"), raw.content_gone_at, _("Its time was over. What it became stays."), QUIET)
        )
    return steps


def _at(step: Step) -> datetime:
    assert step.at is not None
    return step.at


def _handed_over(raw: RawMessage) -> str:
    peer = str(raw.envelope.get("peer") or "")
    return _("From %(peer)s") % {"peer": peer} if peer else ""


def _folder_words(mark: FolderMark) -> str:
    return _("Folder %(folder)s, number %(number)d") % {"folder": mark.folder or "POP3", "number": mark.uid}


def _reading(raw: RawMessage) -> list[Step]:
    if raw.state == RawState.STORED:
        return [Step(_("Waiting to be read"), None, "", NOW)]
    words = reasons.explain(raw.reason) if raw.reason else ""
    if raw.state == RawState.QUARANTINED:
        return [Step(_("Could not be read"), raw.handled_at, words, TROUBLE)]
    if raw.state == RawState.DISCARDED:
        return [Step(_("Thrown away"), raw.handled_at, words, QUIET)]
    steps = [Step(pgettext("mail", "Read"), raw.handled_at)] if raw.reason != "opened_by_hand" else []
    if raw.state == RawState.FILTERED:
        return [*steps, Step(_("Filtered: it opens no ticket"), raw.handled_at, words, QUIET, raw.ticket_id)]
    steps.append(Step(_("Put on its ticket"), raw.handled_at, words, ticket_id=raw.ticket_id))
    shown = mail_room.ticket_of_raw(raw.id)
    if shown is None:
        steps.append(Step(_("No longer on a ticket"), None, _("It was deleted there."), QUIET))
    else:
        steps.append(Step(_("Shown to agents"), raw.handled_at, ticket_id=shown))
    return steps


def _lines(raw: RawMessage) -> list[AuditLine]:
    return people.deeds(subject_kind="raw_message", subject_id=raw.id, actions=PEOPLE)


def _by_person(line: AuditLine) -> Step:
    titles = {
        "raw_message:retry": _("Read again"),
        "raw_message:open": _("Made a ticket by hand"),
        "raw_message:discard": _("Thrown away"),
        "raw_message:restore": _("Taken back"),
        "raw_message:download": _("Original downloaded"),
    }
    return Step(titles[line.action], line.at, line.actor_name, QUIET)


def way_out(row: Delivery) -> list[Step]:
    """From the agent to the other side's server."""
    written = row.asked or row.message
    assert written is not None
    steps = [
        Step(pgettext("mail", "Written"), written.created_at, written.author_name, ticket_id=row.ticket.id),
        Step(_("In the outbox"), row.created_at),
    ]
    words = reasons.explain(row.last_error) if row.last_error else ""
    tries = _("Tries: %(count)d") % {"count": row.attempts}
    match row.state:
        case DeliveryState.QUEUED if row.attempts:
            steps.append(Step(_("Not accepted yet; tried again by itself"), row.due_at, _joined(words, tries), TROUBLE))
        case DeliveryState.QUEUED:
            steps.append(Step(_("Waits until it is due"), row.due_at, "", NOW))
        case DeliveryState.ATTEMPTING:
            steps.append(Step(_("Being handed to the mail server"), None, tries, NOW))
        case DeliveryState.SENT:
            said = _("The server said: %(words)s") % {"words": row.last_error} if row.last_error else ""
            steps.append(Step(_("Accepted by the mail server"), row.finished_at, _joined(said, tries)))
        case DeliveryState.FAILED if row.last_error.startswith("bounced"):
            steps.append(Step(_("Accepted by the mail server"), None, tries))
            steps.append(Step(_("Came back"), row.finished_at, words, TROUBLE))
        case DeliveryState.FAILED:
            steps.append(Step(_("Failed"), row.finished_at, _joined(words, tries), TROUBLE))
        case DeliveryState.UNCONFIRMED:
            steps.append(Step(_("Sending not confirmed"), row.finished_at, _joined(words, tries), TROUBLE))
        case _:
            steps.append(Step(_("Taken back"), row.finished_at, "", QUIET))
    return steps


def _joined(*texts: str) -> str:
    return " ".join(text for text in texts if text)


def door_words(door: str) -> str:
    """By which door a message came."""
    return {
        "imap": _("Arrived in the mailbox"),
        "pop3": _("Arrived in the mailbox"),
        "smtp": _("Handed over by a mail server (SMTP)"),
        "lmtp": _("Handed over by a mail server (LMTP)"),
        "pipe": _("Handed over by a command"),
        "http": _("Uploaded"),
        "form": _("Sent with the request form"),
    }.get(door, door)
