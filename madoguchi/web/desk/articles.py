"""Articles for the composer: found by a few words, put into an answer as a link or as their words."""

from django.conf import settings
from django.http import JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from madoguchi.kernel.plain.written import as_text
from madoguchi.knowledge import finding, queries
from madoguchi.knowledge.answers import to_html
from madoguchi.knowledge.models import Article, Audience
from madoguchi.web.doors import DeskRequest, signed_in

MOST = 8


@signed_in
def find(request: DeskRequest) -> HttpResponseBase:
    """{"articles": [{id, title, category, address, words}]}; only public ones have an address to give away."""
    words = request.GET.get("q", "").strip()[:100]
    articles = queries.readable_by(request.actor).filter(published=True).select_related("category")
    if words:
        ids = [hit.article_id for hit in finding.find(words, by=request.actor, limit=MOST)]
        rows = articles.in_bulk(ids)
        found = [rows[number] for number in ids if number in rows]
    else:
        found = list(articles.order_by("-helpful_count", "-updated_at")[:MOST])
    return JsonResponse({"articles": [_plain(article) for article in found]})


def _plain(article: Article) -> dict[str, object]:
    public = article.audience == Audience.PUBLIC
    return {
        "id": article.id,
        "title": article.question,
        "category": article.category.name if article.category else "",
        "address": f"{settings.PUBLIC_URL}{reverse('help_article', args=[article.id])}" if public else "",
        "words": as_text(str(to_html(article.answer))),
    }
