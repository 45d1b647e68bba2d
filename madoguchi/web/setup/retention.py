"""How long originals are kept: the installation's rule, and what the next round would delete."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.services import retention
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import accepted
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen
from madoguchi.web.setup.navigation import setup_page


class RetentionForm(forms.Form):
    """The installation's rule; an inbox may have its own."""

    days = forms.IntegerField(
        label=gettext_lazy("Delete originals after this many days"),
        min_value=0,
        max_value=retention.LONGEST,
        help_text=gettext_lazy(
            "Counted from when the message was put on its ticket or thrown away. 0 keeps them for ever."
        ),
    )


@needs(ChannelPermission.INBOX_MANAGE)
def show(request: DeskRequest) -> HttpResponse:
    """The rule and its preview; a trial shows what other days would mean."""
    form = RetentionForm(request.POST or None, initial={"days": retention.default_days()})
    tried = None
    if request.POST.get("action") == "preview":
        tried = form.cleaned_data["days"] if form.is_valid() else None
    elif accepted(request, form, lambda values: retention.set_default(values["days"], by=request.actor)):
        messages.success(request, _("Saved. The next round runs within six hours."))
        return HttpResponseRedirect(reverse("setup_retention"))
    context = {
        "screen": Screen(_("How long originals are kept"), reverse("setup_mail_room"), _("Mail room")),
        "form": form,
        "tried": tried,
        "rows": retention.preview(days=tried, by=request.actor),
    }
    return setup_page(request, "setup/retention.html", context, status=422 if form.errors else 200)
