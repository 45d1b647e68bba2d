"""Fills an empty database with the demo company and its eight weeks. Everything goes through the product's services."""

import random
from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.utils import translation

from madoguchi.config.demo import finishing, inboxes
from madoguchi.config.demo.acting import Stage
from madoguchi.config.demo.installing import House, install
from madoguchi.config.demo.stories import WEEKS, tell
from madoguchi.kernel import clock

Progress = Callable[[int, int], None]


def seed(*, catcher_port: int, progress: Progress) -> None:
    """Makes company, customers and conversations; `progress` hears how many of how many acts are played."""
    now = clock.now().replace(microsecond=0)
    house = House()
    with translation.override("ja"):
        _relax_commits()
        with clock.held_at(now - timedelta(weeks=WEEKS, days=2)):
            install(house)
            inboxes.open_up(house, catcher_port=catcher_port)
        stage = Stage(house, random.Random(7), inboxes.deliver)
        stories = tell(now)
        acts = [(story, act) for story in stories for act in story.acts]
        acts.sort(key=lambda pair: pair[1].at)
        for done, (story, act) in enumerate(acts, start=1):
            stage.play(story, act)
            if done % 25 == 0 or done == len(acts):
                progress(done, len(acts))
        finishing.finish(house, stage, stories)
        inboxes.settle(house)


def _relax_commits() -> None:
    """A seed that is cut off is thrown away anyway, so PostgreSQL need not wait for its disk at every step."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO OFF")
