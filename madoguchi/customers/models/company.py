"""Companies."""

from django.db import models


class Company(models.Model):
    """A company. `name_key` is its folded name for finding twins."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160, db_index=True)
    kana = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    memo = models.TextField(blank=True)
    attributes = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "customers_company"

    def __str__(self) -> str:
        return self.name

    @property
    def domains(self) -> list[str]:
        """Its mail domains; prefetch `domain_rows` on lists."""
        return [row.domain for row in self.domain_rows.all()]


class CompanyDomain(models.Model):
    """A mail domain belongs to one company: who writes from it is linked to that company."""

    id = models.BigAutoField(primary_key=True)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="domain_rows")
    domain = models.CharField(max_length=253, unique=True)

    class Meta:
        db_table = "customers_company_domain"
        ordering = ["domain"]
