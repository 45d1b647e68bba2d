"""Looking at an answer before it is sent, by the rules that administrators have set."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.customers import queries as customers
from madoguchi.kernel import events, prepared, settings
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.text import company_key, name_key
from madoguchi.people.permissions import PeoplePermission, require
from madoguchi.people.queries import active_agent_ids
from madoguchi.tickets.checks.base import APPROVE, BINDING, OFF, STOP, WARN, Answer
from madoguchi.tickets.checks.order import CHECKS
from madoguchi.tickets.errors import ApprovalNeeded, ReplyDoubted
from madoguchi.tickets.events_structure import TicketSetupChanged
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.recipients import Person

SETTING = "reply.checks"
LEVELS = (OFF, WARN, APPROVE, STOP)
MOST_WORDS = 500
_WORST_FIRST = (STOP, APPROVE, WARN)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at again. A `stop` cannot be overridden, an `approve` only by a colleague."""

    code: str
    level: str
    text: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The level of each check by its code, the words that are not to be used (`!` before one stops), and the agents
    whose every answer needs a colleague's approval."""

    levels: dict[str, str]
    words: tuple[str, ...]
    approved: frozenset[int] = frozenset()


def rules() -> Rules:
    """What administrators have set, filled up with what the checks bring."""
    kept: dict[str, Any] = settings.read(SETTING, {}) or {}
    levels = kept.get("levels", {})
    return Rules(
        {check.code: levels.get(check.code, check.level) for check in CHECKS},
        tuple(kept.get("words", ())),
        frozenset(kept.get("approved", ())),
    )


@transaction.atomic
def set_rules(*, levels: dict[str, str], words: Iterable[str], by: Actor, approved: Iterable[int] = ()) -> None:
    """Stores the levels, the words and whose answers need approval. Raises NotAllowed, Invalid."""
    require(by, PeoplePermission.SETTING_MANAGE)
    codes = {check.code for check in CHECKS}
    if not set(levels) <= codes or not set(levels.values()) <= set(LEVELS):
        raise Invalid(field="levels", reason=", ".join(LEVELS))
    cleaned = list(dict.fromkeys(word for line in words if (word := " ".join(line.split())[:100]).strip("! ")))
    if len(cleaned) > MOST_WORDS:
        raise Invalid(field="words", reason=_("at most %(count)s words") % {"count": MOST_WORDS})
    settings.write(SETTING, {"levels": levels, "words": cleaned, "approved": sorted(active_agent_ids(approved))})
    events.publish(TicketSetupChanged(kind="reply_checks", object_id=0, verb="saved"), by=by)


def doubts(
    ticket_id: int,
    *,
    text: str,
    to: Sequence[Person] | None,
    by: Actor,
    cc: Sequence[Person] = (),
    bcc: Sequence[Person] = (),
    file_count: int = 0,
    accepted: Iterable[str] = (),
) -> list[Doubt]:
    """What is doubtful about an answer, the worst first; no warnings whose codes were `accepted`. Raises NotFound."""
    customer_id, *names = _customer_of(ticket_id, by=by)
    current, taken = rules(), set(accepted)
    people = [*(to or ()), *cc, *bcc]
    answer = Answer(
        ticket_id=ticket_id,
        customer_id=customer_id,
        text=text,
        own="\n".join(line for line in text.split("\n") if not line.startswith((">", "＞"))),
        file_count=file_count,
        addresses=tuple(person["address"] for person in people),
        copies=len(to or ()) + len(cc),
        known=_folded(*names, *(person["name"] for person in people)),
        mailboxes=customers.mailboxes(customer_id) if people else (),
        by=by,
        words=current.words,
    )
    found: list[Doubt] = []
    for check in CHECKS:
        level, settled = current.levels[check.code], check.code in taken
        if level == OFF or (settled and level not in BINDING and not check.may_stop):
            continue
        finding = check.look(answer)
        if finding is not None and not (settled and (finding.level or level) not in BINDING):
            found.append(Doubt(check.code, finding.level or level, finding.text))
    if by.agent_id in current.approved:
        found.append(Doubt(ApprovalNeeded.code, APPROVE, str(ApprovalNeeded.text)))
    return sorted(found, key=lambda doubt: _WORST_FIRST.index(doubt.level))


def refuse_doubtful(found: list[Doubt], *, accepted: Iterable[str], asking: bool = False) -> None:
    """Raises ReplyDoubted unless every warning was accepted, nothing stops and nothing needs an approval that is not
    being asked for (`asking`)."""
    taken = set(accepted)
    bars = (STOP,) if asking else BINDING
    if any(doubt.level in bars or (doubt.level == WARN and doubt.code not in taken) for doubt in found):
        raise ReplyDoubted(doubts=[asdict(doubt) for doubt in found])


def refuse_unapproved(*, by: Actor) -> None:
    """For doors without checks: raises ApprovalNeeded for an agent whose answers need a colleague's approval."""
    if by.agent_id in rules().approved:
        raise ApprovalNeeded


def _customer_of(ticket_id: int, *, by: Actor) -> tuple[Any, ...]:
    """The customer's id, then what they may be called in a letter: name, reading, company and its reading."""
    columns = ("customer_id", "customer__name", "customer__kana", "customer__company__name", "customer__company__kana")
    found = prepared.rows(
        prepared.shape_of(by),
        lambda number: Ticket.objects.visible_to(by).filter(pk=number).values_list(*columns),
        ticket_id,
    )
    if not found:
        raise NotFound
    return found[0]


def _folded(*names: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for name in names if name for key in (name_key(name), company_key(name)) if key))
