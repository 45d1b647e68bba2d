"""How the long form of an inbox is cut into sections: what must be asked first, what a mail service has made plain, and
what only few ever change."""

from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _

from madoguchi.channels.base.mail.preset import Preset
from madoguchi.channels.base.mail.settings import IN, OAUTH, OUT, SPAM
from madoguchi.web.setup.inbox_form import SETTING, InboxForm

BASICS = ("name", "address", "team_id")
IDENTITY = ("display_name", "sender_style", "signature", "salutation")
WAY_OUT = (*("undo_seconds", "repeat_unconfirmed", "largest_mail_mb", "link_days", "most_per_minute", "most_per_hour"),)
RECEIPTS = ("receipt_enabled", "receipt_text", "receipts_per_hour", "schedule_id")
RETENTION = ("keep_raw_days",)


@dataclass(slots=True)
class Section:
    """One part of the form. `more` are fields that are filled in already and folded away; `open` shows it at first."""

    code: str
    title: str
    fields: list[forms.BoundField] = field(default_factory=list)
    more: list[forms.BoundField] = field(default_factory=list)
    open: bool = False

    @property
    def wrong(self) -> bool:
        """Whether something in it has to be corrected, so that it must not stay folded."""
        return any(one.errors for one in (*self.fields, *self.more))

    @property
    def more_wrong(self) -> bool:
        """The same for what is folded away inside."""
        return any(one.errors for one in self.more)


def sections(form: InboxForm) -> list[Section]:
    """The sections that have fields, in order."""
    groups = _groups(form)
    known = form.service if form.service is not None and form.service.user != "free" else None
    found = [
        Section("basics", _("Name and address"), _named(form, BASICS), open=True),
        _receiving(groups.pop(str(IN), []), known),
        Section(
            "oauth", str(OAUTH), groups.pop(str(OAUTH), []), open=known is not None and known.sign_in != "password"
        ),
        _sending(form, groups.pop(str(OUT), []), known),
    ]
    spam = groups.pop(str(SPAM), [])
    found += [Section("settings", title, fields, open=True) for title, fields in groups.items()]
    found += [
        Section("identity", _("Who writes: name and signature"), _named(form, IDENTITY)),
        Section("receipts", _("Receipt notices"), _named(form, RECEIPTS)),
        Section("spam", str(SPAM), spam),
        Section("retention", _("Keeping originals"), _named(form, RETENTION)),
    ]
    return [one for one in found if one.fields or one.more]


def _groups(form: InboxForm) -> dict[str, list[forms.BoundField]]:
    found: dict[str, list[forms.BoundField]] = {}
    for setting in form.settings:
        found.setdefault(str(setting.group) or _("Settings"), []).append(form[SETTING + setting.name])
    return found


def _receiving(fields: list[forms.BoundField], known: Preset | None) -> Section:
    section = Section("receiving", str(IN), open=True)
    if known is None:
        section.fields = fields
        return section
    asked = {SETTING + "imap_password"} if known.sign_in == "password" else set()
    if known.one_server:
        asked.add(SETTING + "imap_host")
    section.fields = [one for one in fields if one.name in asked]
    section.more = [one for one in fields if one.name not in asked]
    for one in section.fields:
        if one.name == SETTING + "imap_host":
            one.label, one.help_text = _("Server name"), str(known.host_help)
            one.field.widget.attrs["placeholder"] = known.host_example
    return section


def _sending(form: InboxForm, fields: list[forms.BoundField], known: Preset | None) -> Section:
    more = _named(form, WAY_OUT)
    if known is None:
        return Section("sending", str(OUT), fields, more, open=True)
    return Section("sending", str(OUT), [], [*fields, *more])


def _named(form: InboxForm, names: tuple[str, ...]) -> list[forms.BoundField]:
    return [form[name] for name in names if name in form.fields]
