"""Two records of one person: choosing the other one, seeing what would happen, merging, and undoing it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from madoguchi.customers import duplicates, queries
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.searching import customer_page
from madoguchi.customers.services import merging
from madoguchi.kernel.errors import Conflict, NotFound
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import id_in
from madoguchi.web.records.comparing import compared
from madoguchi.web.records.pages import record_page
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen

MOST_FOUND = 20


@needs(CustomerPermission.MERGE)
def preview(request: DeskRequest, customer_id: int) -> HttpResponse:
    """Finds the other record (`q`), previews (`with`), and on POST merges it into this one."""
    survivor = queries.customer(customer_id, by=request.actor)
    back = reverse("customer", args=[survivor.id])
    if request.method == "POST":
        return _merge(request, survivor.id, back)
    words, other = request.GET.get("q", "").strip()[:100], id_in(request.GET.get("with", ""))
    plan, problem = None, ""
    if other is not None:
        try:
            plan = merging.preview(survivor.id, absorbed_id=other, by=request.actor)
        except Conflict as refusal:
            problem = refusal.message
    found = customer_page(by=request.actor, search=words, size=MOST_FOUND).rows if words else []
    context = {
        "screen": Screen(_("Merge another record into %(name)s") % {"name": survivor.name}, back, survivor.name),
        "survivor": survivor,
        "words": words,
        "found": [row for row in found if row.id != survivor.id],
        "twins": duplicates.suggestions(survivor.id, by=request.actor),
        "plan": plan,
        "compared": compared(plan.survivor, plan.absorbed) if plan else [],
        "problem": problem,
    }
    return record_page(request, "records/merge.html", context)


@needs(CustomerPermission.MERGE)
def undo(request: DeskRequest, merge_id: int) -> HttpResponse:
    """Takes a merge apart again."""
    try:
        again = merging.undo(merge_id, by=request.actor)
    except Conflict as refusal:
        messages.error(request, refusal.message)
        return HttpResponseRedirect(reverse("customers"))
    messages.success(
        request, _("The merge is undone: %(name)s has a record of their own again.") % {"name": again.name}
    )
    return HttpResponseRedirect(reverse("customer", args=[again.id]))


def _merge(request: DeskRequest, survivor_id: int, back: str) -> HttpResponse:
    absorbed = id_in(request.POST.get("absorbed_id", ""))
    if absorbed is None:
        raise NotFound
    try:
        merging.merge(survivor_id, absorbed_id=absorbed, by=request.actor)
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The records are merged. You can undo it below."))
    return HttpResponseRedirect(back)
