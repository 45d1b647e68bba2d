"""Addresses of customers, companies, articles and reports."""

from django.urls import URLPattern, URLResolver, path

from madoguchi.web.doors import resource
from madoguchi.web.records import (
    articles,
    companies,
    customer_form,
    customers,
    identities,
    merges,
    notes,
    record,
    reports,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("customers", customers.index, name="customers"),
    path("customers.csv", customers.export, name="customers_csv"),
    path("customers/new", customer_form.add, name="customer_new"),
    path("customers/<int:customer_id>", record.show, name="customer"),
    path("customers/<int:customer_id>/form", customer_form.change, name="customer_form"),
    path("customers/<int:customer_id>/identities", resource(POST=identities.add), name="customer_identities"),
    path("customers/<int:customer_id>/notes", resource(POST=notes.add), name="customer_notes"),
    path("customers/<int:customer_id>/merges", merges.preview, name="customer_merges"),
    path("customer-merges/<int:merge_id>/undoing", resource(POST=merges.undo), name="customer_merge_undoing"),
    path("identities/<int:identity_id>/reach", resource(POST=identities.reached), name="identity_reach"),
    path("identities/<int:identity_id>/silence-end", resource(POST=identities.unsilenced), name="identity_silence_end"),
    path("identities/<int:identity_id>/removal", resource(POST=identities.remove), name="identity_removal"),
    path("customer-notes/<int:note_id>/pin", resource(POST=notes.pin), name="note_pin"),
    path("customer-notes/<int:note_id>/removal", resource(POST=notes.remove), name="note_removal"),
    path("companies", companies.index, name="companies"),
    path("companies/new", companies.add, name="company_new"),
    path("companies/<int:company_id>", companies.show, name="company"),
    path("companies/<int:company_id>/form", companies.change, name="company_form"),
    path("companies/<int:company_id>/removal", companies.remove, name="company_removal"),
    path("knowledge", articles.index, name="articles"),
    path("knowledge/new", articles.add, name="article_new"),
    path("knowledge/categories", articles.categories, name="article_categories"),
    path("knowledge/categories/<int:category_id>", articles.category, name="article_category"),
    path("knowledge/categories/<int:category_id>/removal", articles.remove_category, name="article_category_removal"),
    path("knowledge/preview", resource(POST=articles.preview), name="article_preview"),
    path("knowledge/<int:article_id>", articles.change, name="article"),
    path("knowledge/<int:article_id>/removal", articles.remove, name="article_removal"),
    path("reports", reports.index, name="reports"),
    path("reports/<str:code>", reports.show, name="report"),
    path("reports/<str:code>/csv", reports.export, name="report_csv"),
]
