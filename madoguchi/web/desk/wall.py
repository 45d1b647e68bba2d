"""The wall of those who lead: who is on what, who has how much, and evening it out."""

from dataclasses import astuple
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import ngettext

from madoguchi.kernel.errors import NotFound
from madoguchi.people import queries as people
from madoguchi.tickets import concerning, workload
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import rebalancing
from madoguchi.web.doors import DeskRequest
from madoguchi.web.rendering import page
from madoguchi.web.setup.doors import needs

UNDO_SECONDS = 3600
_PLAN, _DONE = "wall.plan", "wall.done"


@needs(TicketPermission.SUPERVISE)
def show(request: DeskRequest) -> HttpResponseBase:
    """The page; its board is fetched again whenever something changes."""
    told = messages.get_messages(request)
    context = {**_board(request), "messages": told, "undo": request.GET.get("undo", "")}
    return page(request, "desk/wall.html", context)


@needs(TicketPermission.SUPERVISE)
def board(request: DeskRequest) -> HttpResponseBase:
    """Only the board."""
    return page(request, "desk/_wall.html", _board(request))


@needs(TicketPermission.SUPERVISE)
def plan(request: DeskRequest, team_id: int) -> HttpResponseBase:
    """The window with the moves that would even out a team."""
    team = people.team(team_id)
    if team is None:
        raise NotFound
    moves = rebalancing.plan(team_id, by=request.actor)
    names = people.agent_names({one for move in moves for one in (move.from_id, move.to_id)})
    subjects = concerning.subjects([move.ticket_id for move in moves], by=request.actor)
    context = {
        "team": team,
        "moves": [
            (move.ticket_id, subjects.get(move.ticket_id, ""), names.get(move.from_id), names.get(move.to_id))
            for move in moves
        ],
        "signed": signing.dumps([astuple(move) for move in moves], salt=_PLAN, compress=True),
    }
    return page(request, "desk/_wall_balance.html", context)


@needs(TicketPermission.SUPERVISE)
def balance(request: DeskRequest, team_id: int) -> HttpResponseBase:
    """Does what was shown; what has changed meanwhile stays."""
    done = rebalancing.carry_out(_moves(request, _PLAN), by=request.actor)
    count = len(done)
    messages.success(
        request, ngettext("One ticket was moved.", "%(count)s tickets were moved.", count) % {"count": count}
    )
    undo = signing.dumps([astuple(move) for move in done], salt=_DONE, compress=True) if done else ""
    return HttpResponseRedirect(f"{reverse('wall')}?undo={undo}" if undo else reverse("wall"))


@needs(TicketPermission.SUPERVISE)
def undo(request: DeskRequest) -> HttpResponseBase:
    """Takes the moves back, where nobody has moved a ticket on."""
    count = len(rebalancing.take_back(_moves(request, _DONE), by=request.actor))
    messages.success(request, ngettext("One ticket is back.", "%(count)s tickets are back.", count) % {"count": count})
    return HttpResponseRedirect(reverse("wall"))


def _moves(request: DeskRequest, salt: str) -> list[rebalancing.Move]:
    try:
        told = signing.loads(request.POST.get("moves", ""), salt=salt, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        raise NotFound from None
    return [rebalancing.Move(*one) for one in told]


def _board(request: DeskRequest) -> dict[str, Any]:
    shown = workload.wall(by=request.actor)
    most = max([person.waiting + person.others for person in shown.people], default=0)
    return {"wall": shown, "most": max(most, 1), "crew_names": {crew.id: crew.name for crew in shown.crews}}
