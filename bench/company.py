"""The invented company: teams, agents, companies, customers, categories, tags. Returns what tickets refer to."""

import random
from dataclasses import dataclass

from tables import insert
from texts import CATEGORIES, ENGLISH, GIVEN, KANA, SURNAMES, TAGS, TEAMS, TRADES

PASSWORD = "bench-only-4711"
ADMINISTRATOR = 1
AGENT_COUNT = 50


@dataclass(frozen=True)
class Company:
    """What tickets refer to. Ids are positions counted from 1."""

    customers: list[tuple[str, str]]
    agents: list[str]
    team_of: list[int]


def fill(chance: random.Random, *, customers: int, at: str) -> Company:
    """Writes everything that exists without a ticket. `at` is the day the company began."""
    agents = [f"{chance.choice(SURNAMES)} {chance.choice(GIVEN)}" for _ in range(AGENT_COUNT)]
    team_of = [index % len(TEAMS) + 1 for index in range(AGENT_COUNT)]
    _people(agents, team_of, at)
    _setup(at)
    return Company(_customers(chance, customers, at), agents, team_of)


def _people(agents: list[str], team_of: list[int], at: str) -> None:
    from django.contrib.auth.hashers import make_password

    from madoguchi.people.models import Agent, Membership, Role, Team
    from madoguchi.tickets.permissions import TicketPermission

    roles = {
        "administrator": (["*"], "all"),
        "agent": ([str(p) for p in TicketPermission if p not in ("ticket_setup:manage",)], "unassigned"),
    }
    role_ids = {}
    for name, (permissions, ladder) in roles.items():
        role, _ = Role.objects.get_or_create(
            name=f"bench {name}", defaults={"permissions": permissions, "ladder": ladder}
        )
        role_ids[name] = role.id
    insert(Team, ["id", "name", "tier"], ((i, name, 2 if "技術" in name else 1) for i, name in enumerate(TEAMS, 1)))
    password = make_password(PASSWORD)
    insert(
        Agent,
        ["id", "email", "name", "role_id", "password", "joined_at"],
        (
            (
                i,
                f"agent{i}@bench.example",
                name,
                role_ids["administrator" if i == ADMINISTRATOR else "agent"],
                password,
                at,
            )
            for i, name in enumerate(agents, 1)
        ),
    )
    second = [(index + 3) % len(TEAMS) + 1 for index in range(AGENT_COUNT)]
    pairs = [(team, i) for i, pair in enumerate(zip(team_of, second, strict=True), 1) for team in pair]
    insert(Membership, ["team_id", "agent_id"], pairs)
    _addresses(at)


def _addresses(at: str) -> None:
    from allauth.account.models import EmailAddress

    from madoguchi.people.models import Agent

    rows = Agent.objects.order_by("id").values_list("id", "email")
    insert(EmailAddress, ["user_id", "email", "verified", "primary"], [(i, email, 1, 1) for i, email in rows])


def _setup(at: str) -> None:
    from madoguchi.channels.models import Inbox
    from madoguchi.kernel.models import Setting
    from madoguchi.tickets.models import Category, Tag

    insert(Category, ["id", "name", "position"], ((i, name, i) for i, name in enumerate(CATEGORIES, 1)))
    insert(Tag, ["id", "name", "name_key"], ((i, name, name.lower()) for i, name in enumerate(TAGS, 1)))
    inbox = ["id", "name", "kind", "address", "display_name", "team_id", "created_at"]
    insert(Inbox, inbox, [(1, "お客様窓口", "mail", "support@kamado.example", "かまど家電 お客様窓口", 1, at)])
    insert(Setting, ["name", "value"], [("company.name", '"かまど家電"')])


def _customers(chance: random.Random, count: int, at: str) -> list[tuple[str, str]]:
    from madoguchi.customers.models import Company as CompanyRow
    from madoguchi.customers.models import Customer, Identity

    companies = max(count // 20, 1)
    named = [f"株式会社{chance.choice(SURNAMES)}{chance.choice(TRADES)}{i}" for i in range(1, companies + 1)]
    insert(CompanyRow, ["id", "name", "name_key", "created_at"], ((i, n, n, at) for i, n in enumerate(named, 1)))
    people: list[tuple[str, str]] = []
    rows = []
    for i in range(1, count + 1):
        english = chance.random() < 0.06
        surname = chance.randrange(len(SURNAMES))
        name = chance.choice(ENGLISH) if english else f"{SURNAMES[surname]} {chance.choice(GIVEN)}"
        company = chance.randint(1, companies) if chance.random() < 0.3 else None
        people.append((name, f"customer{i}@mail{i % 97}.example"))
        kana = "" if english else KANA[surname]
        rows.append((i, name, name.replace(" ", ""), kana, company, "en" if english else "ja", at, at))
    insert(Customer, ["id", "name", "name_key", "kana", "company_id", "language", "created_at", "updated_at"], rows)
    insert(
        Identity,
        ["id", "customer_id", "kind", "address", "address_key", "created_at"],
        ((i, i, "mail", address, address, at) for i, (_, address) in enumerate(people, 1)),
    )
    return people
