"""The block list and the allow list: lines that people write for the whole installation."""

import secrets

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from madoguchi.channels.errors import RuleTaken
from madoguchi.channels.filters import rules
from madoguchi.channels.models import FilterRule, RulePart
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.kernel import clock, settings
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.text import one_line
from madoguchi.people.permissions import require
from madoguchi.people.services import auditing
from madoguchi.tickets.permissions import TicketPermission

SHORTEST_WORDS = 2


@transaction.atomic
def add(*, part: str, pattern: str, allow: bool, by: Actor, note: str = "") -> FilterRule:
    """A new line. Raises Invalid, and RuleTaken when one of the two lists has it already."""
    require(by, ChannelPermission.SPAM_MANAGE)
    pattern = one_line(pattern)[:320]
    key = _key(part, pattern)
    try:
        with transaction.atomic():
            row = FilterRule.objects.create(
                allow=allow,
                part=part,
                pattern=pattern,
                pattern_key=key,
                note=one_line(note)[:300],
                made_by_id=by.agent_id,
                created_at=clock.now(),
            )
    except IntegrityError:
        raise RuleTaken(pattern=pattern) from None
    _changed("filter_rule:create", row, by=by)
    return row


@transaction.atomic
def remove(rule_id: int, *, by: Actor) -> None:
    """Takes a line away; what it has sorted stays where it is."""
    require(by, ChannelPermission.SPAM_MANAGE)
    row = FilterRule.objects.filter(pk=rule_id).first()
    if row is None:
        raise NotFound
    _changed("filter_rule:delete", row, by=by)
    row.delete()


def count(rule_id: int, *, by: Actor) -> None:
    """Notes that a line has decided about a message."""
    require(by, TicketPermission.OPEN)
    FilterRule.objects.filter(pk=rule_id).update(hits=F("hits") + 1, last_hit_at=clock.now())


def _key(part: str, pattern: str) -> str:
    if part not in RulePart.values:
        raise Invalid(field="part", reason=_("choose one"))
    key = rules.key_of(part, pattern)
    if part == RulePart.ADDRESS and "@" not in key[1:-1]:
        raise Invalid(field="pattern", reason=_("Write a mail address."))
    if part == RulePart.DOMAIN and ("." not in key[1:-1] or "@" in key or " " in key):
        raise Invalid(field="pattern", reason=_("Write a domain such as example.com."))
    if len(key) < SHORTEST_WORDS:
        raise Invalid(field="pattern", reason=_("Write at least two letters."))
    return key


def _changed(action: str, row: FilterRule, *, by: Actor) -> None:
    line = {"list": "allow" if row.allow else "block", "part": row.part, "pattern": row.pattern}
    auditing.note(action, by=by, subject_kind="filter_rule", subject_id=row.id, after=line)
    settings.write(rules.VERSION, secrets.token_hex(8))
