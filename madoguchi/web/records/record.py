"""A customer's record. Every look at it is audited, and shown to those who may read the audit trail."""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from madoguchi.customers import duplicates, queries
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.services import viewing
from madoguchi.people.permissions import PeoplePermission
from madoguchi.people.queries import audit_lines
from madoguchi.tickets import reading
from madoguchi.tickets.statuses import STATUS_LABELS
from madoguchi.web.doors import DeskRequest
from madoguchi.web.records.pages import record_page
from madoguchi.web.records.relations import shown_around
from madoguchi.web.setup.audit_words import ACTIONS, actor_of
from madoguchi.web.setup.doors import needs

MOST_TICKETS = 200
MOST_LOOKS = 20
KINDS = (
    ("mail", _("Mail")),
    ("phone", _("Telephone")),
    ("line", "LINE"),
    ("chat", _("Chat")),
)


class IdentityForm(forms.Form):
    """One more address."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    address = forms.CharField(label=_("Address or number"), max_length=320)


class NoteForm(forms.Form):
    """A note for colleagues."""

    text = forms.CharField(label=_("Note"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    pinned = forms.BooleanField(label=_("Pin it to the top"), required=False)
    popup = forms.BooleanField(
        label=_("Handle with care: show it on every ticket"),
        required=False,
        help_text=_(
            "Everybody who opens a ticket of this customer sees it above the messages and confirms it once a day."
        ),
    )


@needs(CustomerPermission.READ)
def show(request: DeskRequest, customer_id: int) -> HttpResponse:
    """The record; a merged one leads to its survivor."""
    actor = request.actor
    customer = queries.customer(customer_id, by=actor)
    if customer.id != customer_id:
        return HttpResponseRedirect(reverse("customer", args=[customer.id]))
    viewing.record(customer.id, by=actor)
    statuses = {str(status): label for status, label in STATUS_LABELS.items()}
    may_audit = actor.has(PeoplePermission.AUDIT_READ)
    looks = audit_lines(subject_kind="customer", subject_id=customer.id, by=actor)[:MOST_LOOKS] if may_audit else []
    context = {
        "customer": customer,
        "kinds": dict(KINDS),
        "tickets": reading.of_customer(customer.id, by=actor, limit=MOST_TICKETS),
        "statuses": statuses,
        "merges": queries.merges_of(customer.id, by=actor),
        "twins": duplicates.suggestions(customer.id, by=actor) if actor.has(CustomerPermission.MERGE) else [],
        "looks": [(actor_of(line), ACTIONS.get(line.action, line.action), line.at) for line in looks],
        "identity_form": IdentityForm(auto_id="identity-%s"),
        "note_form": NoteForm(auto_id="note-%s"),
        **shown_around(customer_id=customer.id, company_id=customer.company_id, by=actor),
        "may_write": actor.has(CustomerPermission.WRITE),
        "may_merge": actor.has(CustomerPermission.MERGE),
        "may_audit": may_audit,
    }
    return record_page(request, "records/customer.html", context)
