"""Spam: the block list, the allow list, and what was learned from people's marks, with its honest figures."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madoguchi.channels import spam_queries
from madoguchi.channels.models import RulePart
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.services import learning, ruling
from madoguchi.web.doors import DeskRequest
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, edit
from madoguchi.web.setup.navigation import setup_page


class RuleForm(forms.Form):
    """One line of either list."""

    allow = forms.ChoiceField(
        label=pgettext_lazy("filter rule", "List"),
        choices=[
            ("no", gettext_lazy("Block list: into the spam box")),
            ("yes", gettext_lazy("Allow list: never spam")),
        ],
    )
    part = forms.ChoiceField(label=gettext_lazy("What is compared"), choices=RulePart.choices)
    pattern = forms.CharField(
        label=gettext_lazy("Address, domain or words"),
        max_length=320,
        help_text=gettext_lazy(
            "Upper and lower case, full and half width, hiragana and katakana do not matter in words. A domain counts "
            "with everything below it."
        ),
    )
    note = forms.CharField(label=gettext_lazy("Note for colleagues"), max_length=300, required=False)


@needs(ChannelPermission.SPAM_MANAGE)
def index(request: DeskRequest) -> HttpResponse:
    """Both lists and the figures."""
    context = {
        "blocked": list(spam_queries.rules(allow=False, by=request.actor)),
        "allowed": list(spam_queries.rules(allow=True, by=request.actor)),
        "learned": spam_queries.learned(by=request.actor),
    }
    return setup_page(request, "setup/spam.html", context)


@needs(ChannelPermission.SPAM_MANAGE)
def add(request: DeskRequest) -> HttpResponse:
    """A new line; `?list=allow` begins with the other list."""
    begun = {"allow": "yes" if request.GET.get("list") == "allow" else "no", "part": RulePart.ADDRESS}

    def act(values: dict[str, Any]) -> object:
        return ruling.add(**{**values, "allow": values["allow"] == "yes"}, by=request.actor)

    screen = Screen(_("New line"), reverse("setup_spam"), _("Spam"))
    return edit(
        request, RuleForm(request.POST or None, initial=begun), act, screen=screen, done=_("The line is added.")
    )


@needs(ChannelPermission.SPAM_MANAGE)
def remove(request: DeskRequest, rule_id: int) -> HttpResponse:
    """Takes a line away."""
    ruling.remove(rule_id, by=request.actor)
    messages.success(request, _("The line is removed."))
    return HttpResponseRedirect(reverse("setup_spam"))


@needs(ChannelPermission.SPAM_MANAGE)
def switch(request: DeskRequest) -> HttpResponse:
    """Learning decides, or not."""
    on = request.POST.get("on") == "yes"
    learning.switch(on, by=request.actor)
    messages.success(request, _("Learning is switched on.") if on else _("Learning is switched off."))
    return HttpResponseRedirect(reverse("setup_spam"))
