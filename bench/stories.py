"""What happened to each ticket, before any row is written: when it came, who wrote, how it ended. Seeded."""

import random
from array import array
from dataclasses import dataclass, field

# Messages a ticket has, per hundred tickets: 500 in all, so that 200,000 tickets have 1,000,000 messages.
COUNTS = [20] * 2 + [14] * 2 + [10] * 7 + [8] * 10 + [6] * 14 + [4] * 27 + [3] * 16 + [2] * 20 + [1] * 2
DAYS = 730
DAY = 86_400
MINUTE = 60


@dataclass(slots=True)
class Story:
    """One ticket: `steps` are (second, kind) with kinds i(nward), o(utward), n(ote)."""

    id: int
    customer: int
    team: int
    assignee: int | None
    status: str
    steps: list[tuple[int, str]]
    message_ids: list[int] = field(default_factory=list)


def stories(
    chance: random.Random, *, tickets: int, customers: int, agents: int, team_of: list[int], end: int
) -> list[Story]:
    """All tickets in order of arrival. `end` is the last second (epoch)."""
    counts: list[int] = []
    while len(counts) < tickets:
        block = COUNTS[:]
        chance.shuffle(block)
        counts.extend(block)
    arrivals = sorted(end - chance.randrange(DAYS * DAY) for _ in range(tickets))
    told = []
    for number, (at, count) in enumerate(zip(arrivals, counts, strict=False), 1):
        agent = chance.randint(2, agents)
        story = Story(
            number,
            min(int(chance.paretovariate(0.6)), customers) if chance.random() < 0.1 else chance.randint(1, customers),
            team_of[agent - 1],
            agent,
            "closed",
            _steps(chance, at, count, end),
        )
        recent = number > tickets * 0.9
        if chance.random() < (0.45 if recent else 0.0055):
            _leave_open(chance, story)
        elif chance.random() < 0.01:
            story.status = "spam"
        told.append(story)
    return told


def number_messages(told: list[Story]) -> list[tuple[int, int]]:
    """Gives message ids in order of time across tickets, as they would come in; returns (ticket index, step)."""
    keys = array("q", (at << 31 | position for position, at in enumerate(s[0] for t in told for s in t.steps)))
    places = [(index, step) for index, story in enumerate(told) for step in range(len(story.steps))]
    ordered = [places[key & 0x7FFFFFFF] for key in sorted(keys)]
    for identity, (index, _) in enumerate(ordered, 1):
        told[index].message_ids.append(identity)
    return ordered


def _steps(chance: random.Random, at: int, count: int, end: int) -> list[tuple[int, str]]:
    steps = [(at, "i")]
    span = max((end - at) // count, MINUTE)
    for _ in range(count - 1):
        at = min(at + chance.randint(MINUTE, min(2 * DAY, span)), end)
        dice = chance.random()
        before = steps[-1][1]
        if before == "i":
            kind = "o" if dice < 0.78 else "n" if dice < 0.9 else "i"
        elif before == "o":
            kind = "i" if dice < 0.85 else "n"
        else:
            kind = "o" if dice < 0.8 else "i"
        steps.append((at, kind))
    return steps


def _leave_open(chance: random.Random, story: Story) -> None:
    kinds = [kind for _, kind in story.steps]
    if chance.random() < 0.1:
        story.status = "held"
    elif kinds[-1] == "o":
        story.status = "waiting"
    elif "o" in kinds:
        story.status = "open"
    else:
        story.status = "new"
        if chance.random() < 0.7:
            story.assignee = None
