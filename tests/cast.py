"""The people of our tests, and how they act.

花 answers in the team サポート, 健 in テクニカル, 美咲 supervises, 由美 may only look on, 管理者 sets up.
田中様 and Smith are customers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.test import Client

from madoguchi.customers.models import Customer
from madoguchi.customers.services.identifying import identify
from madoguchi.kernel.actors import SYSTEM, Actor
from madoguchi.people.models import Agent, Role, Team
from madoguchi.people.permissions import actor_for
from madoguchi.people.services import agents, api_keys, roles, teams
from tests.kept import Kept

PASSWORD = "himitsu-no-kotoba-2026"
TANAKA_ADDRESS = "tanaka@kawakami-shoji.example"
SMITH_ADDRESS = "john.smith@example.com"


@dataclass(frozen=True)
class Cast:
    """Everybody, already in the database."""

    roles: dict[str, Role]
    support: Team
    technical: Team
    orders: Team
    hana: Agent
    ken: Agent
    misaki: Agent
    yumi: Agent
    admin: Agent
    tanaka: Customer
    smith: Customer


@dataclass(frozen=True)
class _Staff:
    roles: dict[str, Role]
    teams: tuple[Team, Team, Team]
    agents: tuple[Agent, Agent, Agent, Agent, Agent]


def assemble() -> Cast:
    """Makes the whole cast through the services of their rooms; the staff is put back as its first making left it."""
    staff = _kept.get()
    support, technical, orders = staff.teams
    hana, ken, misaki, yumi, admin = staff.agents
    return Cast(
        roles=staff.roles,
        support=support,
        technical=technical,
        orders=orders,
        hana=hana,
        ken=ken,
        misaki=misaki,
        yumi=yumi,
        admin=admin,
        tanaka=identify(kind="mail", address=TANAKA_ADDRESS, name="田中 一郎", language="ja", by=SYSTEM),
        smith=identify(kind="mail", address=SMITH_ADDRESS, name="John Smith", language="en", by=SYSTEM),
    )


def _staff() -> _Staff:
    role = roles.install_defaults(by=SYSTEM)
    support = teams.create(name="サポート", by=SYSTEM)
    technical = teams.create(name="テクニカル", tier=2, by=SYSTEM)
    orders = teams.create(name="受注", by=SYSTEM)

    def agent(email: str, name: str, kana: str, role_code: str, *team: Team) -> Agent:
        return agents.create(
            email=f"{email}@madoguchi.example",
            name=name,
            kana=kana,
            role_id=role[role_code].id,
            team_ids=[one.id for one in team],
            password=PASSWORD,
            by=SYSTEM,
        )

    everybody = (
        agent("hana", "山田 花", "やまだ はな", "agent", support),
        agent("ken", "佐藤 健", "さとう けん", "agent", technical),
        agent("misaki", "鈴木 美咲", "すずき みさき", "supervisor", support, technical, orders),
        agent("yumi", "小川 由美", "おがわ ゆみ", "viewer", support),
        agent("admin", "管理者", "かんりしゃ", "administrator"),
    )
    return _Staff(roles=role, teams=(support, technical, orders), agents=everybody)


_kept = Kept(_staff)


def acting(agent: Agent) -> Actor:
    """The agent as `by=` of a service, with the rights they have now."""
    return actor_for(Agent.objects.select_related("role").get(pk=agent.pk))


def signed_in(agent: Agent, *, language: str | None = None, csrf: bool = False) -> Client:
    """A browser in which the agent is signed in; `csrf` makes it as strict as a real one."""
    client = Client(enforce_csrf_checks=csrf, headers={"accept-language": language} if language else None)
    client.force_login(agent, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def visitor() -> Client:
    """A browser in which nobody is signed in."""
    return Client()


def program(agent: Agent, *, scopes: Sequence[str] = ("*",)) -> Client:
    """A program that acts for the agent through the API with a key of its own."""
    _key, text = api_keys.issue(agent_id=agent.id, name="test", scopes=list(scopes), by=SYSTEM)
    return Client(headers={"authorization": f"Bearer {text}"})
