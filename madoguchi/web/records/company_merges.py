"""Two records of one company: choosing the other one, comparing, merging, and undoing it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from madoguchi.customers import duplicates, queries
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.searching import company_page
from madoguchi.customers.services import merging_companies
from madoguchi.kernel.errors import NotFound
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import id_in
from madoguchi.web.records.comparing import compared_companies
from madoguchi.web.records.pages import done_or_told, record_page
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen

MOST_FOUND = 20


@needs(CustomerPermission.MERGE)
def preview(request: DeskRequest, company_id: int) -> HttpResponse:
    """Finds the other record (`q`), compares (`with`), and on POST merges it into this one."""
    actor = request.actor
    survivor = queries.company(company_id, by=actor)
    back = reverse("company", args=[survivor.id])
    if request.method == "POST":
        absorbed = id_in(request.POST.get("absorbed_id", ""))
        if absorbed is None:
            raise NotFound
        return done_or_told(
            request,
            lambda: merging_companies.merge(company_id, absorbed_id=absorbed, by=actor),
            done=_("The records are merged. You can undo it below."),
            to=back,
        )
    words, chosen = request.GET.get("q", "").strip()[:100], id_in(request.GET.get("with", ""))
    other = queries.company(chosen, by=actor) if chosen and chosen != company_id else None
    context = {
        "screen": Screen(_("Merge another record into %(name)s") % {"name": survivor.name}, back, survivor.name),
        "survivor": survivor,
        "other": other,
        "compared": compared_companies(survivor, other) if other else [],
        "words": words,
        "found": [row for row in company_page(by=actor, search=words, size=MOST_FOUND).rows if row.id != company_id]
        if words
        else [],
        "twins": duplicates.company_suggestions(company_id, by=actor),
    }
    return record_page(request, "records/company_merge.html", context)


@needs(CustomerPermission.MERGE)
def undo(request: DeskRequest, merge_id: int) -> HttpResponse:
    """Takes a merge apart again."""
    again = merging_companies.undo(merge_id, by=request.actor)
    messages.success(
        request, _("The merge is undone: %(name)s has a record of their own again.") % {"name": again.name}
    )
    return HttpResponseRedirect(reverse("company", args=[again.id]))
