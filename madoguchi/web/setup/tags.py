"""Tags: list with how often each is used, renaming, merging, deleting."""

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.kernel.errors import NotFound
from madoguchi.tickets import setup_queries
from madoguchi.tickets.models import Tag
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import cataloguing
from madoguchi.web.doors import DeskRequest
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm, edit
from madoguchi.web.setup.navigation import setup_page


class NameForm(forms.Form):
    """The tag's name."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)


class MergeForm(forms.Form):
    """The tag that stays."""

    into_id = forms.ChoiceField(
        label=gettext_lazy("Merge into"),
        help_text=gettext_lazy("All tickets with this tag get the other one instead, and this one is deleted."),
    )


@needs(TicketPermission.SETUP)
def index(request: DeskRequest) -> HttpResponse:
    """All tags."""
    return setup_page(request, "setup/tags.html", {"tags": list(setup_queries.tags_with_counts())})


@needs(TicketPermission.SETUP)
def change(request: DeskRequest, tag_id: int) -> HttpResponse:
    """Renames a tag; below, merging it into another."""
    tag = _found(tag_id)
    screen = _screen(tag.name, removal=reverse("setup_tag_removal", args=[tag_id]))
    return edit(
        request,
        NameForm(request.POST or None, initial={"name": tag.name}),
        lambda values: cataloguing.rename_tag(tag_id, name=values["name"], by=request.actor),
        screen=screen,
        done=_("The tag is renamed."),
        template="setup/tag.html",
        extra={"tag": tag, "merge": _merge_form(tag, None)},
    )


@needs(TicketPermission.SETUP)
def merge(request: DeskRequest, tag_id: int) -> HttpResponse:
    """Merges a tag into another one."""
    tag = _found(tag_id)
    return edit(
        request,
        _merge_form(tag, request.POST or None),
        lambda values: cataloguing.merge_tags(tag_id, into_id=int(values["into_id"]), by=request.actor),
        screen=_screen(_("Merge “%(name)s” into another tag") % {"name": tag.name}),
        done=_("The tags are merged."),
    )


@needs(TicketPermission.SETUP)
def remove(request: DeskRequest, tag_id: int) -> HttpResponse:
    """Deletes a tag."""
    tag = _found(tag_id)
    return confirm(
        request,
        lambda: cataloguing.delete_tag(tag_id, by=request.actor),
        screen=_screen(_("Delete the tag “%(name)s”?") % {"name": tag.name}),
        text=_("It is taken off every ticket that carries it. This cannot be undone."),
        action=_("Delete"),
        done=_("The tag is deleted."),
    )


def _merge_form(tag: Tag, data: object) -> MergeForm:
    form = MergeForm(data)  # type: ignore[arg-type]
    others = setup_queries.tags_with_counts().exclude(pk=tag.pk).values_list("id", "name")
    form.fields["into_id"].choices = [(str(key), name) for key, name in others]  # type: ignore[attr-defined]
    return form


def _screen(title: str, *, removal: str = "") -> Screen:
    return Screen(title, reverse("setup_tags"), _("Tags"), removal=removal, removal_label=_("Delete …"))


def _found(tag_id: int) -> Tag:
    tag = setup_queries.tags_with_counts().filter(pk=tag_id).first()
    if tag is None:
        raise NotFound
    return tag
