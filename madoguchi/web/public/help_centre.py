"""The help centre: articles by shelf, by words, one by one, and whether they helped. Works without scripts."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from madoguchi.channels.services import forms
from madoguchi.knowledge import queries
from madoguchi.knowledge.answers import to_html
from madoguchi.knowledge.services import rating
from madoguchi.web.language import keep_choice
from madoguchi.web.limits import within
from madoguchi.web.rendering import page

MOST_FOUND = 30


def shelves(request: HttpRequest) -> HttpResponse:
    """All shelves, or what was found for `q`."""
    words = request.GET.get("q", "").strip()[:100]
    locale = _locale()
    found = (
        list(queries.search(words, queries.public(locale)).values_list("id", "question")[:MOST_FOUND]) if words else []
    )
    context = {
        "words": words,
        "found": found,
        "shelves": [] if words else queries.shelves(locale),
        "forms": forms.open_forms(),
    }
    return keep_choice(request, page(request, "public/help.html", context))


def article(request: HttpRequest, article_id: int) -> HttpResponse:
    """One question and its answer."""
    found = queries.public_article(article_id)
    context = {
        "article": found,
        "answer": to_html(found.answer),
        "rated": request.GET.get("rated", ""),
        "forms": forms.open_forms(),
    }
    return keep_choice(request, page(request, "public/article.html", context))


def rate(request: HttpRequest, article_id: int) -> HttpResponse:
    """Counts a verdict, once per visitor and article a day; then back to the article with thanks."""
    queries.public_article(article_id)
    if within(request, "help_rating", amount=1, seconds=86_400, key=str(article_id)):
        rating.rate(article_id, helpful=request.POST.get("helpful") == "yes", by=request.actor)  # type: ignore[attr-defined]
    verdict = "yes" if request.POST.get("helpful") == "yes" else "no"
    return HttpResponseRedirect(f"{reverse('help_article', args=[article_id])}?rated={verdict}#rating")


def _locale() -> str:
    return (translation.get_language() or "ja")[:2]
