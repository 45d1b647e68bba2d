"""Turns plays into stories: who wrote what when, before anything is stored. Deterministic for one seed and moment."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from madoguchi.config.demo import company, hours
from madoguchi.config.demo.company import COLLEAGUES, Colleague
from madoguchi.config.demo.customers import Person, people
from madoguchi.config.demo.letters import Letters
from madoguchi.config.demo.plays import Play, Step, read_all

WEEKS = 8
TICKETS = 370
_RECENT_DAYS = 4
_STRANGERS = (
    ("Web集客センター", "info"),
    ("会員サポート", "no-reply"),
    ("Growth Team", "hello"),
    ("幹事 西田", "nishida"),
)


@dataclass(slots=True)
class Act:
    """One thing done at one moment. `colleague` is None when the customer does it."""

    at: datetime
    kind: str
    colleague: Colleague | None = None
    text: str = ""
    words: tuple[str, ...] = ()
    value: str = ""


@dataclass(slots=True)
class Story:
    """One ticket to be. `after` is the earlier story of the same customer it belongs to (merge, link)."""

    play: Play
    person: Person
    subject: str
    letters: Letters
    channel: str
    acts: list[Act] = field(default_factory=list)
    after: "Story | None" = None


def tell(now: datetime, *, seed: int = 20261121) -> list[Story]:
    """Every story whose first act lies before `now`, in order of arrival."""
    chance = random.Random(seed)
    plays = read_all()
    told: list[Story] = []
    written: set[tuple[str, str]] = set()
    for number in range(TICKETS):
        weighted = chance.choices(plays, [play.weight for play in plays])[0]
        play = plays[number % len(plays)] if number < len(plays) else weighted
        days = 16 if play.category == "リコール" else WEEKS * 7
        recent = number % 7 == 0
        at = hours.arrival(chance, now, within_days=_RECENT_DAYS if recent else days)
        story = _story(chance, play, at, now, told)
        if (story.person.address, story.subject) not in written:
            written.add((story.person.address, story.subject))
            told.append(story)
    return sorted((story for story in told if story.acts), key=lambda story: story.acts[0].at)


def _story(chance: random.Random, play: Play, at: datetime, now: datetime, told: list[Story]) -> Story:
    earlier = _earlier(chance, play, told, now) if play.ends in ("merge", "link") else None
    if earlier is not None:
        at = max(at, earlier.acts[0].at) if play.ends == "link" else earlier.acts[0].at
        at = min(at + timedelta(minutes=chance.randint(9, 50)), now - timedelta(minutes=1))
    person = earlier.person if earlier is not None else _person(chance, play)
    letters = Letters(chance, person, play, at)
    story = Story(play, person, letters.fill(chance.choice(play.subjects)), letters, _channel(chance, play))
    story.after = earlier
    _act_out(chance, story, at, now)
    return story


def _earlier(chance: random.Random, play: Play, told: list[Story], now: datetime) -> Story | None:
    fitting = [
        story
        for story in told
        if story.acts
        and story.play.team == play.team
        and story.play.language == "ja"
        and not story.play.ends
        and story.acts[0].at < now - timedelta(hours=1)
    ]
    return chance.choice(fitting) if fitting else None


def _person(chance: random.Random, play: Play) -> Person:
    if play.ends in ("spam", "bin"):
        name, mailbox = chance.choice(_STRANGERS)
        return Person(name, "", f"{mailbox}{chance.randint(10, 99)}@campaign.example", language=play.language)
    if play.ends == "bounce":
        return Person("安藤 とめ", "あんどう とめ", "tome-ando@mailbox-full.example")
    fitting = [
        person for person in people() if person.language == play.language and bool(person.company) == play.business
    ]
    regular = min(int(chance.paretovariate(0.9)) - 1, len(fitting) - 1)
    return fitting[regular] if chance.random() < 0.15 else chance.choice(fitting)


def _channel(chance: random.Random, play: Play) -> str:
    return "form" if play.language == "ja" and not play.ends and chance.random() < 0.25 else "mail"


def _act_out(chance: random.Random, story: Story, at: datetime, now: datetime) -> None:
    owner = _owner(chance, story.play)
    expert = chance.choice([c for c in COLLEAGUES if "technical" in c.teams and c.role != "administrator"])
    taken, moment, held = False, at, False
    abandoned = chance.random() < 0.03 and at > now - timedelta(days=_RECENT_DAYS)
    silent = False
    for number, step in enumerate(story.play.steps):
        silent = silent or chance.randrange(100) >= step.chance
        if abandoned and number:
            break
        if silent and step.kind != "close":
            continue
        if silent:
            moment += timedelta(days=chance.randint(2, 4))
        if not taken and step.kind != "customer":
            moment = hours.at_work(chance, moment, minutes=40)
            story.acts.append(Act(moment, "take", owner))
            taken = True
        moment = _moment(chance, step, moment, held, first=number == 0)
        held = step.kind == "hold"
        colleague = None if step.kind == "customer" else expert if step.kind == "answer" else owner
        text = story.letters.text(step, colleague, reply=number > 0) if step.texts else ""
        value = story.letters.fill(step.value)
        story.acts.append(Act(moment, step.kind, colleague, text, step.words, value))
        if step.kind == "escalate":
            story.acts.append(Act(hours.at_work(chance, moment, minutes=25), "expert", expert))
            moment = story.acts[-1].at
    _end(chance, story, moment, owner)
    _wake_up(chance, story)
    story.acts = sorted((act for act in story.acts if act.at < now), key=lambda act: act.at)


def _moment(chance: random.Random, step: Step, at: datetime, held: bool, *, first: bool) -> datetime:
    if first:
        return at
    if step.kind == "customer":
        return hours.customer_answers(chance, at + (timedelta(days=1) if held else timedelta()))
    if held:
        return hours.at_work(chance, at + timedelta(days=chance.randint(1, 5)), minutes=60)
    minutes = {"agent": 130, "note": 20, "close": 300, "escalate": 25, "answer": 200}.get(step.kind, 4)
    return hours.at_work(chance, at, minutes=minutes)


def _end(chance: random.Random, story: Story, at: datetime, owner: Colleague) -> None:
    if story.play.ends in ("spam", "bin", "merge", "link"):
        story.acts.append(Act(hours.at_work(chance, at, minutes=30), story.play.ends, owner))


def _wake_up(chance: random.Random, story: Story) -> None:
    """Every hold ends a minute before what follows it, or some days later; its `value` says when."""
    for place, act in enumerate(list(story.acts)):
        if act.kind == "hold":
            following = story.acts[place + 1].at if place + 1 < len(story.acts) else None
            until = max((following or act.at + timedelta(days=chance.randint(3, 8))) - timedelta(minutes=1), act.at)
            act.value = (until + timedelta(seconds=30)).isoformat()
            story.acts.append(Act(until + timedelta(seconds=31), "wake", act.colleague))


def _owner(chance: random.Random, play: Play) -> Colleague:
    fitting = [c for c in COLLEAGUES if play.team in c.teams and c.role != "administrator"]
    if play.language == "en":
        return next((c for c in fitting if c.language == "en"), fitting[0])
    if play.priority == 4:
        return next(c for c in fitting if c.leads)
    return chance.choice([c for c in fitting if c.language == "ja"])


def colleague_named(given: str) -> Colleague:
    """The colleague mentioned as @given."""
    return next(colleague for colleague in company.COLLEAGUES if colleague.given == given)
