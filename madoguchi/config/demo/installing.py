"""Sets the demo company up before the first customer writes: people, customers, categories, phrases, FAQ, inboxes."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from madoguchi.calendars.services import schedules
from madoguchi.config.demo import company
from madoguchi.config.demo.company import COLLEAGUES, FIELDS, PHRASES, TEAMS, Phrase
from madoguchi.config.demo.customers import COMPANIES, people
from madoguchi.customers.services import companies, registering
from madoguchi.kernel import settings
from madoguchi.kernel.actors import SYSTEM, Actor
from madoguchi.knowledge.services import arranging, writing
from madoguchi.people.permissions import actor_for
from madoguchi.people.services import agents, roles, teams
from madoguchi.tickets.services import cataloguing, macros, viewing

_ARTICLES = Path(__file__).parent / "articles.txt"


@dataclass(slots=True)
class House:
    """What was set up: ids by the keys of the content, and who acts for whom."""

    teams: dict[str, int] = field(default_factory=dict)
    agents: dict[str, int] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    inboxes: dict[str, int] = field(default_factory=dict)


def install(house: House) -> None:
    """Everything but the inboxes (see receiving)."""
    settings.claim("founded", True)
    settings.write("company.name", company.NAME)
    _people(house)
    _schedule()
    _customers()
    _ticket_setup(house)
    _views(house)
    _phrases(house)
    _articles(house)


def _people(house: House) -> None:
    installed = roles.install_defaults(by=SYSTEM)
    for key, (name, description, tier) in TEAMS.items():
        house.teams[key] = teams.create(name=name, description=description, tier=tier, by=SYSTEM).id
    for colleague in COLLEAGUES:
        agent = agents.create(
            email=colleague.address,
            name=colleague.name,
            kana=colleague.kana,
            role_id=installed[colleague.role].id,
            team_ids=[house.teams[key] for key in colleague.teams],
            language=colleague.language,
            password=company.PASSWORD,
            by=SYSTEM,
        )
        house.agents[colleague.mailbox] = agent.id
        house.actors[colleague.mailbox] = actor_for(agent)
    for key, team_id in house.teams.items():
        leaders = [house.agents[c.mailbox] for c in COLLEAGUES if c.leads and key in c.teams]
        teams.update(team_id, leader_ids=leaders, by=SYSTEM)


def _schedule() -> None:
    days: dict[str, list[list[str]]] = {day: [] for day in ("12-29", "12-30", "12-31", "01-01", "01-02", "01-03")}
    schedules.create(name="営業時間", weekly=company.HOURS, days=days, by=SYSTEM)


def _customers() -> None:
    made = {}
    for key, (name, kana, domain, address) in COMPANIES.items():
        made[key] = companies.create(name=name, kana=kana, domains=[domain], address=address, by=SYSTEM).id
    for person in people():
        registering.create(
            name=person.name,
            kana=person.kana,
            honorific="様" if person.language == "ja" else "",
            company_id=made.get(person.company),
            title=person.title,
            language=person.language,
            identities=[("mail", person.address)],
            by=SYSTEM,
        )


def _ticket_setup(house: House) -> None:
    for position, name in enumerate(company.CATEGORIES):
        house.categories[name] = cataloguing.save_category(name=name, position=position, by=SYSTEM).id
    for position, definition in enumerate(FIELDS):
        cataloguing.save_field(
            key=definition.key,
            label=definition.label,
            kind=definition.kind,
            help_text=definition.help_text,
            choices=definition.choices,
            team_id=house.teams.get(definition.team),
            on_form=definition.on_form,
            position=position,
            by=SYSTEM,
        )


def _views(house: House) -> None:
    live = {"field": "status", "operator": "any_of", "value": ["new", "open"]}
    recall = {"field": "category", "operator": "any_of", "value": [house.categories["リコール"]]}
    claims = {"field": "category", "operator": "any_of", "value": [house.categories["ご意見"]]}
    urgent = {"field": "priority", "operator": "at_least", "value": 3}
    failed = {"field": "delivery_failed", "operator": "is", "value": True}
    old = {"field": "last_message_at", "operator": "older_than_hours", "value": 24}
    wanted = [
        ("急ぎの未対応", [live, urgent], None),
        ("24時間以上お待たせ", [live, old], None),
        ("リコール対応", [live, recall], "technical"),
        ("ご意見・クレーム", [claims], "support"),
        ("送信できなかったもの", [failed], None),
    ]
    for position, (name, conditions, team) in enumerate(wanted):
        team_id = house.teams[team] if team else None
        viewing.save(name=name, conditions=conditions, team_id=team_id, position=position, by=SYSTEM)


def _phrases(house: House) -> None:
    for position, phrase in enumerate(PHRASES):
        macros.save(
            name=phrase.name,
            shortcut=phrase.shortcut,
            text=phrase.text,
            team_id=house.teams.get(phrase.team),
            changes=_changes(phrase),
            language=phrase.language,
            position=position,
            by=SYSTEM,
        )


def _changes(phrase: Phrase) -> dict[str, object]:
    changes: dict[str, object] = {"status": phrase.status} if phrase.status else {}
    return {**changes, "add_tags": list(phrase.tags)} if phrase.tags else changes


def _articles(house: House) -> None:
    shelves: dict[str, int] = {}
    by = house.actors["hana"]
    for part in re.split(r"^== ", _ARTICLES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, answer = part.partition("\n")
        shelf, locale, question = (word.strip() for word in head.split("|"))
        if shelf not in shelves:
            shelves[shelf] = arranging.save(name=shelf, position=len(shelves), by=SYSTEM).id
        writing.write(
            question=question,
            answer=answer,
            category_id=shelves[shelf],
            locale=locale,
            audience="staff" if shelf == "社内" else "public",
            published=True,
            by=by if by.has("article:write") else SYSTEM,
        )
