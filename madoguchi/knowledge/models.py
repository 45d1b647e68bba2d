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

    `external_id` is its name where it was imported from. `search_text` is question and answer, folded (see
    kernel.text), kept by the writing service.
    """

    id = models.BigAutoField(primary_key=True)
    external_id = models.CharField(max_length=200, null=True, unique=True)
    category = models.ForeignKey(ArticleCategory, on_delete=models.SET_NULL, null=True, related_name="articles")
    locale = models.CharField(max_length=8, default="ja")
    question = models.CharField(max_length=500)
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


class ArticleTerms(models.Model):
    """What an article is found by, cut by `version` of kernel.text.terms; space-joined, written with the article.

    `stamp` is drawn anew whenever the terms or who may read them change, so that every process sees what it lacks.
    """

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="terms")
    stamp = models.BigIntegerField()
    version = models.PositiveSmallIntegerField()
    question = models.TextField()
    answer = models.TextField()

    class Meta:
        db_table = "knowledge_article_terms"


class PastQuestion(models.Model):
    """What somebody asked that this article answered: their words, cut. `source` names where it came from, once."""

    id = models.BigAutoField(primary_key=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="past_questions")
    source = models.CharField(max_length=80, unique=True)
    text = models.TextField()
    terms = models.TextField()
    version = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "knowledge_past_question"
