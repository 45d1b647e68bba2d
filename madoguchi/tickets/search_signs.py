"""The signs of the search box: what `status:`, `tag:`, `差出人:` … and their values mean.

Values are names as people say them, in both languages; one that does not exist is refused with the possible ones.
"""

from collections.abc import Callable, Iterable
from functools import cache

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from madoguchi.customers import searching as customers
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.kernel.text import fold
from madoguchi.people import queries as people
from madoguchi.tickets import search_dates
from madoguchi.tickets.models import Attachment, Message, Tag, TicketTag
from madoguchi.tickets.statuses import STATUS_LABELS, Priority

WORDS = {
    "from": "from 差出人 送信者 customer 顧客 お客様 company 会社",
    "to": "to 宛先",
    "subject": "subject 件名",
    "tag": "tag タグ",
    "status": "status 状態 ステータス",
    "priority": "priority 優先度",
    "team": "team チーム",
    "assignee": "assignee 担当 担当者",
    "channel": "channel チャネル チャンネル",
    "before": "before 以前 まで",
    "after": "after 以降 から",
    "during": "during 期間",
    "has": "has 添付",
}
SIGNS = {fold(word): sign for sign, words in WORDS.items() for word in words.split()}
OFFERED = {"en": 0, "ja": 1}
"""Which of the words is offered in which language."""
CHANNELS = {"mail": "メール", "form": "フォーム", "api": "API", "phone": "電話", "chat": "チャット", "line": "LINE"}
_ME, _NOBODY = frozenset(map(fold, ("me", "mine", "自分"))), frozenset(map(fold, ("none", "なし", "未割当")))
_ATTACHED = frozenset(map(fold, ("attachment", "attachments", "file", "添付", "添付ファイル", "あり", "有")))
MOST_NAMED = 12


def meaning(sign: str, typed: str, value: str, *, by: Actor) -> Q:
    """The condition on tickets. `typed` is the sign as it was written, for the refusal."""
    return _MEANINGS[sign](typed, value, by)


def names(sign: str) -> list[str]:
    """The values that a sign may have, in the active language; none where any text may follow."""
    match sign:
        case "status":
            return [str(label) for label in STATUS_LABELS.values()]
        case "priority":
            return [str(choice.label) for choice in Priority]
        case "tag":
            return list(Tag.objects.order_by("name").values_list("name", flat=True)[:200])
        case "team":
            return [pgettext("search", "mine"), *people.teams(active=True).values_list("name", flat=True)]
        case "assignee":
            return [
                pgettext("search", "me"),
                pgettext("search", "none"),
                *people.agents(active=True).values_list("name", flat=True),
            ]
        case "channel":
            return list(CHANNELS.values()) if (translation.get_language() or "") == "ja" else list(CHANNELS)
        case "has":
            return [pgettext("search", "attachment")]
        case "before" | "after" | "during":
            return search_dates.names()
    return []


def _from(_typed: str, value: str, _by: Actor) -> Q:
    return Q(customer_id__in=customers.fitting(value))


def _to(_typed: str, value: str, _by: Actor) -> Q:
    return Q(Exists(Message.objects.filter(ticket_id=OuterRef("pk"), to__icontains=value)))


def _subject(_typed: str, value: str, _by: Actor) -> Q:
    return Q(subject__icontains=value)


def _tag(typed: str, value: str, _by: Actor) -> Q:
    tag = Tag.objects.filter(name_key=fold(value)).first()
    if tag is None:
        near = Tag.objects.filter(name_key__contains=fold(value)).order_by("name").values_list("name", flat=True)
        raise _unknown(typed, value, list(near[:MOST_NAMED]) or names("tag"))
    return Q(Exists(TicketTag.objects.filter(ticket_id=OuterRef("pk"), tag_id=tag.id)))


def _status(typed: str, value: str, _by: Actor) -> Q:
    return Q(status=_chosen(typed, value, _labels("status"), names("status")))


def _priority(typed: str, value: str, _by: Actor) -> Q:
    return Q(priority=int(_chosen(typed, value, _labels("priority"), names("priority"))))


def _channel(typed: str, value: str, _by: Actor) -> Q:
    known = {fold(word): code for code, label in CHANNELS.items() for word in (code, label)}
    return Q(channel=_chosen(typed, value, known, names("channel")))


def _team(typed: str, value: str, by: Actor) -> Q:
    if fold(value) in _ME:
        return Q(team_id__in=by.team_ids)
    if fold(value) in _NOBODY:
        return Q(team_id=None)
    rows = people.teams().values_list("id", "name")
    return Q(team_id__in=_named(typed, value, ((number, name, name) for number, name in rows)))


def _assignee(typed: str, value: str, by: Actor) -> Q:
    if fold(value) in _ME:
        return Q(assignee_id=by.agent_id) if by.agent_id is not None else Q(pk__in=())
    if fold(value) in _NOBODY:
        return Q(assignee_id=None)
    rows = people.agents().values_list("id", "name", "kana", "email")
    return Q(assignee_id__in=_named(typed, value, ((row[0], row[1], "\n".join(row[1:])) for row in rows)))


def _has(typed: str, value: str, _by: Actor) -> Q:
    if fold(value) not in _ATTACHED:
        raise _unknown(typed, value, names("has"))
    return Q(Exists(Attachment.objects.filter(message__ticket_id=OuterRef("pk"))))


def _before(typed: str, value: str, _by: Actor) -> Q:
    return Q(created_at__lt=search_dates.span(typed, value)[0])


def _after(typed: str, value: str, _by: Actor) -> Q:
    return Q(last_message_at__gte=search_dates.span(typed, value)[0])


def _during(typed: str, value: str, _by: Actor) -> Q:
    start, end = search_dates.span(typed, value)
    return Q(created_at__lt=end, last_message_at__gte=start)


_MEANINGS: dict[str, Callable[[str, str, Actor], Q]] = {
    "from": _from,
    "to": _to,
    "subject": _subject,
    "tag": _tag,
    "status": _status,
    "priority": _priority,
    "team": _team,
    "assignee": _assignee,
    "channel": _channel,
    "before": _before,
    "after": _after,
    "during": _during,
    "has": _has,
}


def _named(typed: str, value: str, rows: Iterable[tuple[int, str, str]]) -> list[int]:
    """Ids of those called so; else of those in whose name (or what else is given, line by line) it occurs."""
    wanted = fold(value).replace(" ", "")
    folded = [
        (number, name, [fold(line).replace(" ", "") for line in lines.split("\n")]) for number, name, lines in rows
    ]
    found = [number for number, _name, keys in folded if wanted in keys]
    found = found or [number for number, _name, keys in folded if any(wanted in key for key in keys)]
    if not found:
        raise _unknown(typed, value, [name for _number, name, _keys in folded])
    return found


def _chosen(typed: str, value: str, known: dict[str, str], offered: list[str]) -> str:
    code = known.get(fold(value))
    if code is None:
        raise _unknown(typed, value, offered)
    return code


@cache
def _labels(sign: str) -> dict[str, str]:
    """What a value is called in every language, and its code."""
    labels: dict[str, str | Promise] = (
        {status.value: label for status, label in STATUS_LABELS.items()}
        if sign == "status"
        else {str(choice.value): choice.label for choice in Priority}
    )
    found = {fold(code): code for code in labels}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.update({fold(str(label)): code for code, label in labels.items()})
    return found


def _unknown(typed: str, value: str, offered: Iterable[str]) -> Invalid:
    listed = list(offered)
    choices = ", ".join(listed[:MOST_NAMED]) + (" …" if len(listed) > MOST_NAMED else "")
    return Invalid(
        field=typed,
        reason=_("“%(value)s” does not exist. Possible: %(choices)s") % {"value": value[:60], "choices": choices},
    )
