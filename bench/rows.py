"""Stories turned into rows of tickets, messages, the event log and the channels, ready for bulk loading."""

import hashlib
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from company import Company
from stories import Story
from tables import Row
from texts import CATEGORIES, TAGS, Writer, as_html

KINDS = {"i": "inward", "o": "outward", "n": "note"}
TICKET = [
    "id", "subject", "status", "priority", "category_id", "team_id", "assignee_id", "customer_id", "channel",
    "inbox_id", "reference", "created_at", "updated_at", "last_message_id", "last_message_at", "last_message_kind",
    "snippet", "message_count", "first_response_at", "closed_at", "wake_at",
]  # fmt: skip
MESSAGE = [
    "id", "ticket_id", "kind", "state", "channel", "inbox_id", "agent_id", "customer_id", "author_name",
    "author_address", "subject", "text", "reply_text", "html", "to", "external_id", "raw_id", "threaded_by",
    "sent_at", "created_at",
]  # fmt: skip
EVENT = [
    "id", "name", "occurred_at", "recorded_at", "actor_kind", "actor_id", "ticket_id", "customer_id", "team_id",
    "assignee_id", "payload",
]  # fmt: skip
DELIVERY = [
    "id", "message_id", "inbox_id", "state", "attempts", "due_at", "external_id", "created_at", "finished_at", "trace",
]  # fmt: skip
RAW = [
    "id", "inbox_id", "content_id", "file_id", "door", "state", "message_id", "sender", "subject", "ticket_id",
    "attempts", "received_at", "handled_at", "trace",
]  # fmt: skip
FILE = ["id", "sha256", "size", "sniffed_type", "stored_at"]


class Books:
    """Rows for one set of stories. Messages must be drawn first: tickets repeat what the last message said."""

    def __init__(
        self, told: list[Story], ordered: list[tuple[int, int]], company: Company, chance: random.Random
    ) -> None:
        self.told, self.ordered, self.company, self.chance = told, ordered, company, chance
        self.writer = Writer(chance)
        self.subjects = [self.writer.subject() for _ in told]
        self.snippets = [""] * len(told)

    def messages(self) -> Iterator[Row]:
        """All messages in order of id, which is order of time."""
        last: list[str] = [""] * len(self.told)
        for index, step in self.ordered:
            story = self.told[index]
            at, kind = story.steps[step]
            identity, when = story.message_ids[step], moment(at)
            name, address = self.company.customers[story.customer - 1]
            agent = story.assignee or 1
            agent_name = self.company.agents[agent - 1]
            reply, html, to, external, raw, threaded = "", "", "[]", "", None, ""
            if kind == "i":
                text, reply = self.writer.from_customer(name, last[index])
                html = as_html(text) if self.chance.random() < 0.35 else ""
                external, raw = f"{identity:x}.{story.id:x}@{address.split('@')[1]}", identity
                threaded = "references" if step else ""
            elif kind == "o":
                text = self.writer.from_agent(name, agent_name)
                to = json.dumps([{"name": name, "address": address}], ensure_ascii=False)
                external = f"m{identity}.{digest(identity)[:16]}@kamado.example"
            else:
                text = self.writer.note()
            if kind != "n":
                last[index] = text[:1200]
            self.snippets[index] = " ".join((reply or text)[:400].split())[:160]
            inward = kind == "i"
            yield (
                identity, story.id, KINDS[kind], "sent" if kind == "o" else "done", "mail", 1,
                None if inward else agent, story.customer if inward else None, name if inward else agent_name,
                address if inward else "", self.subjects[index] if inward else "", text, reply, html, to, external,
                raw, threaded, when if kind == "o" else None, when,
            )  # fmt: skip

    def tickets(self) -> Iterator[Row]:
        """All tickets, after their messages."""
        for story, subject, snippet in zip(self.told, self.subjects, self.snippets, strict=True):
            last_at, last_kind = story.steps[-1]
            first_answer = next((at for at, kind in story.steps if kind == "o"), None)
            when = moment(last_at)
            yield (
                story.id, subject, story.status, self.chance.choice((1, 2, 2, 2, 2, 2, 3, 3, 4)),
                self.chance.randint(1, len(CATEGORIES)), story.team, story.assignee, story.customer, "mail", 1,
                f"K{story.id:x}{digest(story.id)[:6]}".upper(), moment(story.steps[0][0]), when,
                story.message_ids[-1], when, KINDS[last_kind], snippet, len(story.steps),
                moment(first_answer) if first_answer else None, when if story.status == "closed" else None,
                moment(last_at + 3 * 86_400) if story.status == "held" else None,
            )  # fmt: skip

    def events(self, shape: dict[str, tuple[str, ...]]) -> Iterator[Row]:
        """The log. `shape` names the fields each event has today, so that payloads follow the code."""
        identity = 0
        for story in self.told:
            for name, at, actor, actor_id, facts in self._facts(story):
                identity += 1
                payload = {key: facts.get(key) for key in shape[name]} | {"ticket_id": story.id}
                when = moment(at)
                yield (
                    identity, name, when, when, actor, actor_id, story.id, facts.get("customer_id"), story.team,
                    story.assignee, json.dumps(payload),
                )  # fmt: skip

    def closures(self) -> Iterator[Row]:
        """ticket_id, by_kind, by_id, closed_at"""
        for story in self.told:
            if story.status == "closed":
                yield story.id, "agent", story.assignee, moment(story.steps[-1][0])

    def assignments(self) -> Iterator[Row]:
        """ticket_id, team_id, agent_id, by_kind, started_at"""
        for story in self.told:
            if story.assignee:
                yield story.id, story.team, story.assignee, "agent", moment(story.steps[0][0])

    def snoozes(self) -> Iterator[Row]:
        """ticket_id, until, previous_status, by_kind, by_id, snoozed_at"""
        for story in self.told:
            if story.status == "held":
                at = story.steps[-1][0]
                yield story.id, moment(at + 3 * 86_400), "open", "agent", story.assignee, moment(at)

    def tags(self) -> Iterator[Row]:
        """ticket_id, tag_id"""
        for story in self.told:
            for tag in self.chance.sample(range(1, len(TAGS) + 1), self.chance.choice((0, 0, 1, 1, 2, 3))):
                yield story.id, tag

    def deliveries(self) -> Iterator[Row]:
        """One finished delivery per outward message."""
        for index, step in self.ordered:
            at, kind = self.told[index].steps[step]
            if kind == "o":
                identity = self.told[index].message_ids[step]
                external = f"m{identity}.{digest(identity)[:16]}@kamado.example"
                story = self.told[index]
                _name, address = self.company.customers[story.customer - 1]
                trace = f"{external} {self.subjects[index]} {address}".lower()
                yield identity, identity, 1, "sent", 1, moment(at), external, moment(at), moment(at), trace

    def files(self) -> Iterator[Row]:
        """One stored content per raw message; the bytes themselves are not needed on disk."""
        for identity, _, at in self._inward():
            yield identity, digest(identity), 4096, "text/plain", moment(at)

    def raws(self) -> Iterator[Row]:
        """One raw message per inward message, threaded."""
        for identity, index, at in self._inward():
            story = self.told[index]
            address = self.company.customers[story.customer - 1][1]
            external, when = f"{identity:x}.{story.id:x}@{address.split('@')[1]}", moment(at)
            yield (
                identity, 1, digest(identity), identity, "imap", "threaded", external, address, self.subjects[index],
                story.id, 1, when, when, f"{external} {self.subjects[index]} {address}".lower(),
            )  # fmt: skip

    def _inward(self) -> Iterator[tuple[int, int, int]]:
        for index, step in self.ordered:
            at, kind = self.told[index].steps[step]
            if kind == "i":
                yield self.told[index].message_ids[step], index, at

    def _facts(self, story: Story) -> Iterator[tuple[str, int, str, int | None, dict[str, Any]]]:
        shared = {"customer_id": story.customer, "channel": "mail", "inbox_id": 1, "auto": False, "stranger": False}
        for step, (at, kind) in enumerate(story.steps):
            about = shared | {
                "message_id": story.message_ids[step],
                "opened": step == 0,
                "send_after": "",
                "mention_ids": [],
            }
            if step == 0:
                yield "ticket.opened", at, "customer", story.customer, about
                if story.assignee:
                    yield (
                        "ticket.assigned",
                        at,
                        "agent",
                        story.assignee,
                        {"agent_id": story.assignee, "team_id": story.team},
                    )
            if kind == "i":
                yield "message.received", at, "customer", story.customer, about
            elif kind == "o":
                yield "ticket.replied", at, "agent", story.assignee or 1, about
                yield "message.sent", at + 11, "system", None, about
            else:
                yield "note.written", at, "agent", story.assignee or 1, about
        if story.status == "closed":
            yield "ticket.closed", story.steps[-1][0], "agent", story.assignee, {}


def moment(second: int) -> str:
    """A time as both databases take it as text, in UTC."""
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%d %H:%M:%S")


def digest(number: int) -> str:
    """A repeatable stand-in for a random identifier."""
    return hashlib.sha256(str(number).encode()).hexdigest()
