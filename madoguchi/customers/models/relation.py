"""Who is what to whom: a company's agency, its maker, a person's deputy."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class RelationKind(models.TextChoices):
    """What the other side is to this side; read from the other side it has the words of REVERSED."""

    AGENCY = "agency", pgettext_lazy("relation", "Agency")
    MAKER = "maker", pgettext_lazy("relation", "Maker")
    PARENT = "parent", pgettext_lazy("relation", "Parent company")
    CONTRACTOR = "contractor", pgettext_lazy("relation", "Contractor")
    DEPUTY = "deputy", pgettext_lazy("relation", "Deputy")
    OTHER = "other", pgettext_lazy("relation", "Connected")


REVERSED = {
    RelationKind.AGENCY: pgettext_lazy("relation", "Served as agency"),
    RelationKind.MAKER: pgettext_lazy("relation", "Supplied as maker"),
    RelationKind.PARENT: pgettext_lazy("relation", "Subsidiary"),
    RelationKind.CONTRACTOR: pgettext_lazy("relation", "Client"),
    RelationKind.DEPUTY: pgettext_lazy("relation", "Acts for"),
    RelationKind.OTHER: pgettext_lazy("relation", "Connected"),
}


class Relation(models.Model):
    """`other` is a `kind` of this side; each side is a company or a person. `memo` says more, e.g. which region."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12, choices=RelationKind)
    company = models.ForeignKey("customers.Company", on_delete=models.CASCADE, null=True, related_name="relations")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, null=True, related_name="relations")
    other_company = models.ForeignKey(
        "customers.Company", on_delete=models.CASCADE, null=True, related_name="relations_back"
    )
    other_customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, null=True, related_name="relations_back"
    )
    memo = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "customers_relation"
        constraints = [
            models.CheckConstraint(
                condition=Q(company=None, customer__isnull=False) | Q(company__isnull=False, customer=None),
                name="relation_one_side",
            ),
            models.CheckConstraint(
                condition=Q(other_company=None, other_customer__isnull=False)
                | Q(other_company__isnull=False, other_customer=None),
                name="relation_other_side",
            ),
        ]
