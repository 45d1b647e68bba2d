"""The help centre: articles by shelf, by words, one by one, and whether they helped. Works without scripts."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from madoguchi.channels.services import forms
from madoguchi.kernel.errors import Invalid, MadoguchiError
from madoguchi.kernel.text.marking import marked
from madoguchi.knowledge import finding, queries
from madoguchi.knowledge.answers import to_html
from madoguchi.knowledge.services import rating
from madoguchi.web.language import keep_choice
from madoguchi.web.limits import within
from madoguchi.web.rendering import page

MOST_FOUND = 30
LONGEST_QUESTION = 300
SEARCHES_A_MINUTE = 300


class TooManySearches(MadoguchiError):
    """One visitor asks faster than people type."""

    code = "rate_limited"
    status = 429
    text = gettext_lazy("You search very fast. Please wait a minute.")


def shelves(request: HttpRequest) -> HttpResponse:
    """All shelves, or what was found for `q`."""
    words = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    locale = _locale()
    if words and not within(request, "help_search", amount=SEARCHES_A_MINUTE, seconds=60):
        raise TooManySearches
    context = {
        "words": words,
        "found": _found(words, locale) if words else [],
        "shelves": [] if words else queries.shelves(locale),
        "forms": forms.open_forms(),
    }
    return keep_choice(request, page(request, "public/help.html", context))


def _found(words: str, locale: str) -> list[dict[str, Any]]:
    """Id, and title and excerpt in pieces: those that were looked for are marked."""
    results = finding.results(words, by=finding.ANYBODY, locale=locale, limit=MOST_FOUND)
    return [{"id": one.id, "title": marked(one.title, words), "excerpt": marked(one.snippet, words)} for one in results]


def search(request: HttpRequest) -> HttpResponse:
    """What `/api/v1/articles/search` answers, for visitors: `q`, `locale` (default: all), `limit` (1 to 30)."""
    try:
        if not within(request, "help_search", amount=SEARCHES_A_MINUTE, seconds=60):
            raise TooManySearches
        locale = finding.known_locale(request.GET.get("locale", "")[:16])
        limit = _limit(request.GET.get("limit", ""))
        words = request.GET.get("q", "")[:LONGEST_QUESTION]
        found = finding.plain(finding.results(words, by=finding.ANYBODY, locale=locale, limit=limit))
    except MadoguchiError as error:
        answer = JsonResponse({"code": error.code, "message": error.message}, status=error.status)
        if error.status == TooManySearches.status:
            answer["Retry-After"] = "60"
        return answer
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False})


def _limit(asked: str) -> int:
    if not asked:
        return 10
    if not asked.isascii() or not asked.isdigit() or int(asked[:9]) < 1:
        raise Invalid(field="limit", reason=f"1 – {MOST_FOUND}")
    return min(int(asked[:9]), MOST_FOUND)


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
