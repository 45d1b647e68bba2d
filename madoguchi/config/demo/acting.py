"""Plays one act of a story through the product's services, at the moment it happened."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from madoguchi.config.demo import company, pictures
from madoguchi.config.demo.company import Colleague
from madoguchi.config.demo.installing import House
from madoguchi.config.demo.stories import Act, Story, colleague_named
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM, Actor
from madoguchi.kernel.plain.messages import Address, FilePart, InboundMessage
from madoguchi.tickets import commitments, reading, tokens
from madoguchi.tickets.models import Message
from madoguchi.tickets.services import (
    assigning,
    attaching,
    changing,
    closing,
    escalating,
    linking,
    merging,
    noting,
    opening,
    replying,
    shelving,
    snoozing,
    tagging,
)


@dataclass(slots=True)
class Case:
    """What has become of a story so far: its ticket, our last answer's id, how often the customer wrote."""

    ticket_id: int = 0
    answered_as: str = ""
    letters: int = 0


@dataclass(slots=True)
class Stage:
    """Where acts are played. `deliver` sends a queued message, as the channel would."""

    house: House
    chance: random.Random
    deliver: Callable[[Message], None]
    cases: dict[int, Case] = field(default_factory=dict)
    newest: dict[int, int] = field(default_factory=dict)

    def play(self, story: Story, act: Act) -> None:
        """Performs the act with the clock held at its time."""
        case = self.cases.setdefault(id(story), Case())
        with clock.held_at(act.at):
            if act.kind == "customer":
                self._write_in(story, act, case)
            elif case.ticket_id and act.colleague is not None:
                _VERBS[act.kind](self, story, act, case, act.colleague)

    def actor(self, colleague: Colleague) -> Actor:
        """The colleague with their rights."""
        return self.house.actors[colleague.mailbox]

    def _write_in(self, story: Story, act: Act, case: Case) -> None:
        channel = story.channel if not case.ticket_id else "mail"
        case.letters += 1
        subject = story.subject if not case.ticket_id else f"Re: {story.subject}"
        inbound = InboundMessage(
            external_id=f"{act.at:%Y%m%d%H%M%S}.{case.letters}.{self.chance.getrandbits(40):x}@mail.example",
            sender=Address(story.person.address, story.person.name),
            subject=subject,
            text=act.text,
            reply=act.text,
            to=(Address(company.SUPPORT_ADDRESS, company.NAME),),
            date=act.at,
            thread_ids=(case.answered_as,) if case.answered_as else (),
            files=self._photo(act),
            fields=_form_values(story) if channel == "form" else {},
            language=story.person.language,
        )
        received = opening.receive(
            inbound,
            channel=channel,
            inbox_id=self.house.inboxes[channel],
            team_id=self.house.teams[story.play.team],
            raw_id=None,
            by=SYSTEM,
            at=act.at,
        )
        case.ticket_id = received.ticket_id
        self.newest[case.ticket_id] = received.message_id

    def _photo(self, act: Act) -> tuple[FilePart, ...]:
        if "photo" not in act.words:
            return ()
        name = f"IMG_{self.chance.randint(1000, 9999)}.png"
        return (FilePart(name, "image/png", pictures.photo(self.chance.randrange(12))),)

    def _take(self, story: Story, act: Act, case: Case, colleague: Colleague) -> None:
        by = self.actor(colleague)
        assigning.assign(case.ticket_id, agent_id=by.agent_id, by=by)
        if story.play.category:
            category_id = self.house.categories[story.play.category]
            changing.change(
                case.ticket_id,
                category_id=category_id,
                priority=story.play.priority,
                fields=_known_fields(story),
                by=by,
            )
        if story.play.tags:
            tagging.add(case.ticket_id, names=story.play.tags, by=by)

    def _answer_customer(self, story: Story, act: Act, case: Case, colleague: Colleague) -> None:
        by = self.actor(colleague)
        files = [self._paper(story, act.at, by)] if "pdf" in act.words else []
        message = replying.reply(
            case.ticket_id,
            text=act.text,
            last_seen_id=self.newest[case.ticket_id],
            attachment_ids=files,
            promises={},
            keeps=[promise.id for promise in commitments.open_on(case.ticket_id)],
            by=by,
        )
        self.newest[case.ticket_id] = message.id
        with clock.held_at(act.at + timedelta(seconds=12)):
            self.deliver(message)
        case.answered_as = tokens.external_id_for(message.id, company.DOMAIN)

    def _paper(self, story: Story, at: datetime, by: Actor) -> int:
        values = story.letters.values
        title, name = ("御見積書", "estimate") if "見積" in story.subject else ("領収書", "receipt")
        if story.play.language == "en" or "説明書" in story.subject:
            title, name = f"Quick guide {values['model']}", f"guide-{values['model']}"
        lines = [f"{values['company']} 御中", f"{values['product']}({values['model']})", f"{values['amount']} 円(税込)"]
        content = pictures.paper(title, [*lines, f"注文番号 {values['order']}", f"{at:%Y-%m-%d}  {company.NAME}"])
        return attaching.upload(name=f"{name}.pdf", type="application/pdf", content=content, by=by).id

    def _note(self, story: Story, act: Act, case: Case, colleague: Colleague) -> None:
        named = [self.house.agents[colleague_named(word[1:]).mailbox] for word in act.words if word.startswith("@")]
        message = noting.note(case.ticket_id, text=act.text, mention_ids=named, by=self.actor(colleague))
        self.newest[case.ticket_id] = message.id

    def _escalate(self, story: Story, act: Act, case: Case, colleague: Colleague) -> None:
        parts = dict(line.split(": ", 1) for line in act.text.splitlines() if ": " in line)
        escalating.escalate(
            case.ticket_id,
            to_team_id=self.house.teams["technical"],
            asked=parts["asked"],
            tried=parts["tried"],
            wanted=parts["wanted"],
            due_at=act.at + timedelta(days=2),
            by=self.actor(colleague),
        )

    def _expert(self, story: Story, act: Act, case: Case, colleague: Colleague) -> None:
        by = self.actor(colleague)
        assigning.assign(case.ticket_id, agent_id=by.agent_id, by=by)

    def _hand_back(self, story: Story, act: Act, case: Case, colleague: Colleague) -> None:
        escalating.hand_back(case.ticket_id, answer=act.text, by=self.actor(colleague))
        self.newest[case.ticket_id] = reading.ticket(case.ticket_id, by=SYSTEM)["last_message_id"]

    def _hold(self, story: Story, act: Act, case: Case, colleague: Colleague) -> None:
        until = datetime.fromisoformat(act.value)
        snoozing.snooze(case.ticket_id, until=until, reason=act.text, by=self.actor(colleague))

    def _wake(self, story: Story, act: Act, case: Case, colleague: Colleague) -> None:
        snoozing.wake_due(by=SYSTEM)

    def _field(self, story: Story, act: Act, case: Case, colleague: Colleague) -> None:
        key, _, value = act.value.partition("=")
        changing.change(case.ticket_id, fields={key: value}, by=self.actor(colleague))

    def _priority(self, story: Story, act: Act, case: Case, colleague: Colleague) -> None:
        changing.change(case.ticket_id, priority=int(act.value), by=self.actor(colleague))

    def _close(self, story: Story, act: Act, case: Case, colleague: Colleague) -> None:
        closing.close(case.ticket_id, promises="keep", by=self.actor(colleague))

    def _shelve(self, story: Story, act: Act, case: Case, colleague: Colleague) -> None:
        shelving.shelve(case.ticket_id, status=act.kind, by=self.actor(colleague))

    def _merge(self, story: Story, act: Act, case: Case, colleague: Colleague) -> None:
        earlier = self.cases.get(id(story.after)) if story.after else None
        if earlier is not None and earlier.ticket_id != case.ticket_id:
            merging.merge(earlier.ticket_id, absorbed_id=case.ticket_id, by=SYSTEM)
            self.newest[earlier.ticket_id] = max(self.newest[earlier.ticket_id], self.newest[case.ticket_id])

    def _link(self, story: Story, act: Act, case: Case, colleague: Colleague) -> None:
        earlier = self.cases.get(id(story.after)) if story.after else None
        if earlier is not None and earlier.ticket_id != case.ticket_id:
            linking.link(case.ticket_id, other_id=earlier.ticket_id, kind="related", by=SYSTEM)


_VERBS: dict[str, Callable[[Stage, Story, Act, Case, Colleague], None]] = {
    "take": Stage._take,
    "agent": Stage._answer_customer,
    "note": Stage._note,
    "escalate": Stage._escalate,
    "expert": Stage._expert,
    "answer": Stage._hand_back,
    "hold": Stage._hold,
    "wake": Stage._wake,
    "field": Stage._field,
    "priority": Stage._priority,
    "close": Stage._close,
    "spam": Stage._shelve,
    "bin": Stage._shelve,
    "merge": Stage._merge,
    "link": Stage._link,
}


def _known_fields(story: Story) -> dict[str, str]:
    """What the agent can read from the letter and notes down."""
    found = {} if story.play.category in ("ご意見", "その他", "会員情報") else _form_values(story)
    if story.play.business:
        found.pop("order")
    if story.play.team == "technical":
        found["serial"] = story.letters.values["serial"]
    return found


def _form_values(story: Story) -> dict[str, str]:
    product = story.letters.product
    return {"order": story.letters.values["order"], "product": f"{product.name}({product.model})"}
