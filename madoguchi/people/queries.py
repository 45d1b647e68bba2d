"""Reads about agents, teams, roles and keys."""

from collections.abc import Iterable

from madoguchi.people.models import Agent, Team


def active_agent_ids(ids: Iterable[int]) -> set[int]:
    """Which of these ids are agents who may work."""
    wanted = set(ids)
    return set(Agent.objects.filter(pk__in=wanted, is_active=True).values_list("id", flat=True)) if wanted else set()


def active_team_ids(ids: Iterable[int]) -> set[int]:
    """Which of these ids are teams in use."""
    wanted = set(ids)
    return set(Team.objects.filter(pk__in=wanted, active=True).values_list("id", flat=True)) if wanted else set()
