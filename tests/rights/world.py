"""What 花 (team サポート) sees and what she must not: a ticket of each team with everything that can hang on one."""

from dataclasses import dataclass
from typing import Any

from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.models import EventRow
from madoguchi.people.models import Agent, ApiKey, AuditLine, Membership, Role, Team
from madoguchi.tickets.models import (
    AbusiveContact,
    Approval,
    Attachment,
    Commitment,
    Complaint,
    Consent,
    Consultation,
    ConsultationFile,
    ConsultationMessage,
    Draft,
    Macro,
    Message,
    Ticket,
    TicketLink,
    Tier,
    View,
    Watch,
)
from madoguchi.tickets.services import (
    approving,
    attaching,
    bulk,
    complaining,
    consenting,
    drafting,
    escalating,
    linking,
    macros,
    merging,
    moving,
    noting,
    opening,
    replying,
    reporting_abuse,
    splitting,
    viewing,
    watching,
)
from madoguchi.tickets.services.asking import consulting
from tests.cast import Cast, acting

SECRET = "極秘の試作機"


@dataclass(frozen=True)
class Things:
    """The ids of one team's ticket and of everything on it."""

    ticket: int
    other_ticket: int
    message: int
    reply: int
    attachment: int
    merge: int
    split: int
    move: int
    link: int
    view: int
    macro: int
    bulk: int
    commitment: int
    approval: int
    consent: int
    abuse: int
    consultation: int
    asked: int
    passed_on: int
    escalation: int
    watch: int

    def ids(self) -> dict[str, int]:
        """By the names that addresses use."""
        return {
            "ticket_id": self.ticket,
            "message_id": self.message,
            "attachment_id": self.attachment,
            "merge_id": self.merge,
            "split_id": self.split,
            "move_id": self.move,
            "link_id": self.link,
            "view_id": self.view,
            "macro_id": self.macro,
            "bulk_id": self.bulk,
            "commitment_id": self.commitment,
            "approval_id": self.approval,
            "consent_id": self.consent,
            "abuse_id": self.abuse,
            "consultation_id": self.consultation,
            "asked_id": self.asked,
            "file_id": self.passed_on,
            "escalation_id": self.escalation,
            "watch_id": self.watch,
        }


def things_of(agent: Agent, team: Team, cast: Cast, *, subject: str) -> Things:
    """A ticket of the agent's team with messages, a file, a draft, a merge, a split, a link; a view and a macro."""
    me = acting(agent)

    def opened(title: str) -> Ticket:
        return opening.open_ticket(
            subject=title, customer_id=cast.smith.id, text=title, kind="inward", team_id=team.id, by=SYSTEM
        )

    ticket, other, third = opened(subject), opened(f"{subject} 2"), opened(f"{subject} 3")
    merge = merging.merge(ticket.id, absorbed_id=third.id, by=me)
    upload = attaching.upload(name=f"{subject}.txt", type="text/plain", content=subject.encode(), by=me)
    note = noting.note(ticket.id, text=f"{subject} メモ", attachment_ids=[upload.id], by=me)
    extra = noting.note(ticket.id, text=f"{subject} 別件", by=me)
    split = splitting.split(ticket.id, message_ids=[extra.id], by=me)
    strayed = noting.note(ticket.id, text=f"{subject} 移動", by=me)
    move = moving.move(strayed.id, to_ticket_id=other.id, by=me)
    promise = f"{subject}\n3営業日以内にご連絡いたします。"
    reply = replying.reply(ticket.id, text=promise, last_seen_id=None, confirm_newer=True, promises={}, by=me)
    letter = approving.Letter(
        text=subject,
        html="",
        to=[],
        cc=[],
        bcc=[],
        attachment_ids=[],
        charset="",
        close=False,
        promises={},
        keeps=[],
    )
    waiting = approving.ask(ticket.id, letter=letter, by=me)
    complaining.record(ticket.id, account=complaining.Account(severity=2, facts=subject), by=me)
    consent = consenting.ask(ticket.id, kind="closing", words=subject, by=me)
    abuse = reporting_abuse.report(ticket.id, kind="other", note=subject, by=me)
    watch = watching.watch(ticket.id, reason=subject, by=me)
    link = linking.link(ticket.id, other_id=other.id, by=me)
    consultation = consulting.consult(
        ticket.id,
        to=[{"name": "", "address": "kondo@netsuban.example"}],
        subject=subject,
        text=subject,
        attachment_ids=[upload.id],
        by=me,
    )
    asked = ConsultationMessage.objects.get(consultation=consultation)
    passed_on = ConsultationFile.objects.get(message=asked)
    escalation = escalating.escalate(ticket.id, to_team_id=cast.orders.id, asked=subject, wanted=subject, by=me)
    Ticket.objects.filter(pk=ticket.id).update(team=team)
    drafting.save(ticket.id, kind="reply", body={"text": subject}, revision=0, by=me)
    view = viewing.save(name=subject, conditions=[], agent_id=agent.id, by=me)
    macro = macros.save(name=subject, text=subject, agent_id=agent.id, by=me)
    done = bulk.change(changes={"priority": 3}, ticket_ids=[other.id], by=acting(cast.misaki))
    return Things(
        ticket.id,
        other.id,
        note.id,
        reply.id,
        upload.id,
        merge.id,
        split.id,
        move.id,
        link.id,
        view.id,
        macro.id,
        done.id,
        Commitment.objects.get(message=reply).id,
        waiting.id,
        consent.id,
        abuse.id,
        consultation.id,
        asked.id,
        passed_on.id,
        escalation.id,
        watch.id,
    )


def state() -> dict[str, Any]:
    """Everything a forbidden request could have changed."""
    return {
        "tickets": list(Ticket.objects.order_by("id").values()),
        "messages": list(Message.objects.order_by("id").values("id", "ticket_id", "state", "text", "kind")),
        "files": list(Attachment.objects.order_by("id").values("id", "message_id")),
        "approvals": list(Approval.objects.order_by("id").values("id", "state", "ticket_id", "decided_by_id")),
        "commitments": list(Commitment.objects.order_by("id").values()),
        "complaints": list(Complaint.objects.order_by("id").values()),
        "consents": list(Consent.objects.order_by("id").values()),
        "abuse": list(AbusiveContact.objects.order_by("id").values()),
        "watches": list(Watch.objects.order_by("id").values()),
        "consultations": list(Consultation.objects.order_by("id").values()),
        "asked": list(ConsultationMessage.objects.order_by("id").values()),
        "tiers": list(Tier.objects.values()),
        "links": list(TicketLink.objects.order_by("id").values()),
        "drafts": list(Draft.objects.order_by("id").values()),
        "views": list(View.objects.order_by("id").values()),
        "macros": list(Macro.objects.order_by("id").values()),
        "agents": list(Agent.objects.order_by("id").values("id", "role_id", "is_active", "email", "password")),
        "roles": list(Role.objects.order_by("id").values()),
        "members": list(Membership.objects.order_by("id").values()),
        "keys": list(ApiKey.objects.order_by("id").values("id", "scopes", "revoked_at")),
        "audit": AuditLine.objects.exclude(action__startswith="session")
        .exclude(action__in=("customer:view", "customer:export"))
        .count(),
        "events": EventRow.objects.count(),
    }
