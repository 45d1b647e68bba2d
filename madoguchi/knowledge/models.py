"""Tables of knowledge."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Audience(models.TextChoices):
    """Who may read an article."""

    PUBLIC = "public", pgettext_lazy("audience", "Everyone")
    STAFF = "staff", pgettext_lazy("audience", "Staff only")


class ArticleCategory(models.Model):
    """A shelf of articles."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "knowledge_category"
        ordering = ["position", "id"]


class Article(models.Model):
    """One question and its answer (Markdown). Only a published article is seen by its audience.

    `search_text` is both, folded (see kernel.text), kept by the writing service.
    """

    id = models.BigAutoField(primary_key=True)
    category = models.ForeignKey(ArticleCategory, on_delete=models.SET_NULL, null=True, related_name="articles")
    locale = models.CharField(max_length=8, default="ja")
    question = models.CharField(max_length=200)
    answer = models.TextField()
    search_text = models.TextField(default="")
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.PUBLIC)
    published = models.BooleanField(default=False)
    author = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    helpful_count = models.PositiveIntegerField(default=0)
    unhelpful_count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "knowledge_article"
        ordering = ["category__position", "id"]
