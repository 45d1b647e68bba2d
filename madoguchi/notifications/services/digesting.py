"""Mail about what stands in the bell: at once, hourly or daily, in working hours, unless it is urgent."""

from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.jobs import enqueue
from madoguchi.kernel.jobs.kinds import find
from madoguchi.notifications.models import MailWait, Notification, Preference
from madoguchi.notifications.preferences import URGENT, MailRhythm
from madoguchi.notifications.queries import line_text
from madoguchi.people import hours
from madoguchi.people import queries as people
from madoguchi.people.models import Agent
from madoguchi.people.permissions import PeoplePermission, actor_for, require
from madoguchi.tickets import concerning

MOST_LINES = 50
HOUSE_MAIL = "channels.house_mail"


def send_due(*, by: Actor) -> int:
    """Mails every agent whose time has come; how many mails that were. Each agent is a transaction of its own."""
    require(by, PeoplePermission.SETTING_MANAGE)
    waiting = list(MailWait.objects.values_list("agent_id", flat=True).distinct())
    return sum(_mail(agent_id) for agent_id in waiting)


@transaction.atomic
def _mail(agent_id: int) -> bool:
    preference = Preference.objects.select_for_update().filter(pk=agent_id).first()
    agent = people.agent(agent_id)
    unread = Notification.objects.filter(mailwait__agent_id=agent_id, read_at=None).order_by("id")
    lines = list(unread[: MOST_LINES + 1])
    MailWait.objects.filter(agent_id=agent_id, notification__read_at__isnull=False).delete()
    if preference is None or agent is None or not agent.is_active or not lines:
        MailWait.objects.filter(agent_id=agent_id).delete()
        return False
    now = clock.now()
    if not _is_time(preference, agent, now):
        urgent = concerning.urgent_among(line.ticket_id for line in lines if line.ticket_id is not None)
        lines = [line for line in lines if line.kind in URGENT or line.ticket_id in urgent]
        if not lines:
            return False
    else:
        Preference.objects.filter(pk=agent_id).update(mailed_at=now)
    MailWait.objects.filter(notification_id__in=[line.id for line in lines]).delete()
    with translation.override(agent.language):
        subject, text = _written(lines, agent)
    job = find(HOUSE_MAIL)
    if job is None:
        raise LookupError(HOUSE_MAIL)
    enqueue(job, to=agent.email, subject=subject, text=text)
    return True


def _is_time(preference: Preference, agent: Agent, now: datetime) -> bool:
    """Whether the agent's rhythm is due, and the agent at work, by the agent's own clock."""
    if not hours.works_at(agent, now):
        return False
    last = preference.mailed_at
    if preference.mail == MailRhythm.HOURLY:
        return last is None or now - last >= timedelta(hours=1)
    if preference.mail == MailRhythm.DAILY:
        zone = ZoneInfo(agent.time_zone)
        local = now.astimezone(zone)
        today = local.replace(hour=preference.daily_at.hour, minute=preference.daily_at.minute, second=0, microsecond=0)
        return local >= today and (last is None or last < today)
    return True


def _written(lines: list[Notification], agent: Agent) -> tuple[str, str]:
    """Subject and text. Subjects of tickets are only those the agent may still read."""
    actor = actor_for(agent)
    subjects = concerning.subjects((line.ticket_id for line in lines if line.ticket_id is not None), by=actor)
    about: dict[int | None, list[str]] = defaultdict(list)
    for line in lines[:MOST_LINES]:
        said = line_text(line.kind)
        if said not in about[line.ticket_id]:
            about[line.ticket_id].append(said)
    parts = [_about(ticket_id, said, subjects) for ticket_id, said in about.items()]
    more = [_("… and more in the bell.")] if len(lines) > MOST_LINES else []
    foot = _("What comes by mail, and when, is set here: %(address)s") % {
        "address": f"{settings.PUBLIC_URL}/account/notifications"
    }
    count = min(len(lines), MOST_LINES)
    subject = ngettext("[Madoguchi] %(count)s notice", "[Madoguchi] %(count)s notices", count) % {"count": count}
    return subject, "\n\n".join([*parts, *more, foot])


def _about(ticket_id: int | None, said: list[str], subjects: dict[int, str]) -> str:
    if ticket_id is None:
        return "\n".join(said)
    head = f"#{ticket_id} {subjects.get(ticket_id, '')}".rstrip()
    return "\n".join([head, *(f"・{text}" for text in said), f"{settings.PUBLIC_URL}/tickets/{ticket_id}"])
