"""Setting up inboxes: making, changing, switching off, deleting unused ones, trying the connection."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction

from madoguchi.channels import reasons, registry
from madoguchi.channels.base.adapter import Adapter, Can
from madoguchi.channels.base.errors import BadSetting
from madoguchi.channels.base.settings_form import form_fields, read_settings, secret_names
from madoguchi.channels.errors import AddressTaken, InboxInUse, SettingInvalid
from madoguchi.channels.events import InboxChanged, InboxDeleted
from madoguchi.channels.models import Inbox
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.queueing import later
from madoguchi.channels.services import tokens
from madoguchi.channels.services.sealing import seal_settings, unseal
from madoguchi.kernel import clock, events
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.text import one_line
from madoguchi.people.permissions import require
from madoguchi.people.queries import active_team_ids
from madoguchi.people.services import auditing

PLAIN = (
    *("name", "address", "display_name", "team_id", "schedule_id", "signature", "salutation"),
    *("receipt_enabled", "receipt_text", "receipts_per_hour", "undo_seconds", "repeat_unconfirmed", "sender_style"),
    *("preset", "largest_mail_mb", "link_days", "most_per_minute", "most_per_hour", "keep_raw_days"),
)
LONGEST_UNDO = 120


@transaction.atomic
def create(
    *,
    kind: str,
    name: str,
    by: Actor,
    address: str = "",
    settings: Mapping[str, Any] | None = None,
    **values: Any,
) -> Inbox:
    """A new inbox; further values are those of PLAIN. Raises SettingInvalid, AddressTaken, Invalid."""
    require(by, ChannelPermission.INBOX_MANAGE)
    adapter = _adapter(kind)
    inbox = Inbox(kind=kind, created_at=clock.now(), active=True)
    _apply(inbox, {"name": name, "address": address, **values})
    inbox.settings = adapter.complete(_sealed(adapter, settings or {}, {}))
    inbox.save(force_insert=True)
    auditing.note("inbox:create", by=by, subject_kind="inbox", subject_id=inbox.id, after=_shown(adapter, inbox))
    _tell(inbox, sorted({"name", "address", *values}), by=by)
    return inbox


@transaction.atomic
def update(inbox_id: int, *, by: Actor, settings: Mapping[str, Any] | None = None, **values: Any) -> Inbox:
    """Changes what is given. An empty secret in `settings` keeps the one there is."""
    require(by, ChannelPermission.INBOX_MANAGE)
    inbox = _locked(inbox_id)
    adapter = _adapter(inbox.kind)
    before = _shown(adapter, inbox)
    values.pop("kind", None)
    _apply(inbox, values)
    if settings is not None:
        inbox.settings = _sealed(adapter, {**inbox.settings, **settings}, inbox.settings)
        inbox.failures, inbox.last_error = 0, ""
        inbox.sending_failures, inbox.sending_problem, inbox.sending_paused_until = 0, "", None
        later("channels.empty_outbox", key=str(inbox.id), inbox_id=inbox.id)
    inbox.save()
    after = _shown(adapter, inbox)
    changed = sorted(key for key in after if after[key] != before.get(key))
    if changed:
        auditing.note("inbox:update", by=by, subject_kind="inbox", subject_id=inbox.id, before=before, after=after)
        _tell(inbox, changed, by=by)
    return inbox


def activate(inbox_id: int, *, by: Actor) -> None:
    """Lets messages in and out again."""
    _switch(inbox_id, True, by=by)


def deactivate(inbox_id: int, *, by: Actor) -> None:
    """Stops fetching, the door and the way out; what is there stays."""
    _switch(inbox_id, False, by=by)


@transaction.atomic
def delete(inbox_id: int, *, by: Actor) -> None:
    """Removes an inbox through which nothing ever came. Raises InboxInUse otherwise."""
    require(by, ChannelPermission.INBOX_MANAGE)
    inbox = _locked(inbox_id)
    if inbox.raws.exists() or inbox.deliveries.exists():
        raise InboxInUse
    auditing.note("inbox:delete", by=by, subject_kind="inbox", subject_id=inbox.id, before={"name": inbox.name})
    events.publish(InboxDeleted(inbox_id=inbox.id), by=by)
    inbox.delete()


def try_connection(
    *, kind: str, settings: Mapping[str, Any], by: Actor, inbox_id: int | None = None, address: str = ""
) -> list[tuple[str, bool, str]]:
    """(step, works, plain words) for settings that need not be saved; an empty secret means the saved one.

    Touches the network: call it outside a transaction.
    """
    require(by, ChannelPermission.INBOX_MANAGE)
    adapter = _adapter(kind)
    saved = Inbox.objects.filter(pk=inbox_id or 0, kind=kind).values_list("settings", flat=True).first() or {}
    try:
        chosen = read_settings(adapter.Settings, _with_secrets(adapter, settings, saved))
    except BadSetting as problem:
        return [(_label(adapter, problem.field), False, reasons.explain(problem.reason))]
    trial = adapter(chosen)
    if inbox_id is not None:
        trial.token = partial(tokens.access_token, inbox_id)
    steps = trial.check(address=address)
    return [
        (str(step.label), step.ok, reasons.explain(f"{step.code}: {step.detail}" if step.detail else step.code))
        for step in steps
    ]


def shown_settings(inbox_id: int, *, by: Actor) -> dict[str, Any]:
    """The settings for the form: secrets are empty."""
    require(by, ChannelPermission.INBOX_MANAGE)
    inbox = Inbox.objects.filter(pk=inbox_id).first()
    if inbox is None:
        raise NotFound
    secrets = secret_names(_adapter(inbox.kind).Settings)
    return {name: "" if name in secrets else value for name, value in inbox.settings.items()}


@transaction.atomic
def _switch(inbox_id: int, active: bool, *, by: Actor) -> None:
    require(by, ChannelPermission.INBOX_MANAGE)
    inbox = _locked(inbox_id)
    if inbox.active == active:
        return
    inbox.active = active
    inbox.save(update_fields=["active"])
    action = "inbox:activate" if active else "inbox:deactivate"
    auditing.note(action, by=by, subject_kind="inbox", subject_id=inbox.id)
    _tell(inbox, ["active"], by=by)


def _adapter(kind: str) -> type[Adapter]:
    adapter = registry.find(kind)
    if adapter is None:
        raise SettingInvalid(field="kind", reason=reasons.explain("unknown_channel"))
    return adapter


def _locked(inbox_id: int) -> Inbox:
    inbox = Inbox.objects.select_for_update().filter(pk=inbox_id).first()
    if inbox is None:
        raise NotFound
    return inbox


def _apply(inbox: Inbox, values: Mapping[str, Any]) -> None:
    unknown = set(values) - set(PLAIN)
    if unknown:
        raise TypeError(f"an inbox has no {', '.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(inbox, name, one_line(value) if name in ("name", "address", "display_name") else value)
    if not inbox.name:
        raise Invalid(field="name", reason=reasons.explain("required"))
    if inbox.team_id is not None and not active_team_ids([inbox.team_id]):
        raise Invalid(field="team_id", reason=reasons.explain("not_a_choice"))
    inbox.undo_seconds = max(0, min(int(inbox.undo_seconds), LONGEST_UNDO))
    _check_address(inbox)


def _check_address(inbox: Inbox) -> None:
    adapter = _adapter(inbox.kind)
    if Can.FETCH in adapter.can and not ("@" in inbox.address[1:-1] and " " not in inbox.address):
        raise Invalid(field="address", reason=reasons.explain("required"))
    same = Inbox.objects.filter(kind=inbox.kind, address__iexact=inbox.address).exclude(pk=inbox.pk)
    if inbox.address and same.exists():
        raise AddressTaken(address=inbox.address)


def _sealed(adapter: type[Adapter], given: Mapping[str, Any], saved: Mapping[str, Any]) -> dict[str, Any]:
    complete = _with_secrets(adapter, given, saved)
    try:
        chosen = read_settings(adapter.Settings, complete)
    except BadSetting as problem:
        raise SettingInvalid(
            field=_label(adapter, problem.field), reason=reasons.explain(problem.reason), name=problem.field
        ) from problem
    return seal_settings(adapter, {field.name: getattr(chosen, field.name) for field in form_fields(adapter.Settings)})


def _with_secrets(adapter: type[Adapter], given: Mapping[str, Any], saved: Mapping[str, Any]) -> dict[str, Any]:
    """`given` with plain secrets, those left empty taken from what is saved."""
    secrets = secret_names(adapter.Settings)
    return {
        name: unseal(str(value or saved.get(name) or "")) if name in secrets else value for name, value in given.items()
    } | {name: unseal(str(saved[name])) for name in secrets if name in saved and name not in given}


def _label(adapter: type[Adapter], name: str) -> str:
    return next((str(field.label) for field in form_fields(adapter.Settings) if field.name == name), name)


def _shown(adapter: type[Adapter], inbox: Inbox) -> dict[str, Any]:
    secrets = secret_names(adapter.Settings)
    plain = {name: getattr(inbox, name) for name in PLAIN}
    return plain | {f"settings.{name}": value for name, value in inbox.settings.items() if name not in secrets}


def _tell(inbox: Inbox, names: list[str], *, by: Actor) -> None:
    events.publish(InboxChanged(inbox_id=inbox.id, names=names), by=by, team_id=inbox.team_id)
