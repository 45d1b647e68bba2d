"""Remembering which article answered which question: the next one who asks alike finds it sooner."""

from django.db import transaction

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.events import publish
from madoguchi.kernel.text import features, terms
from madoguchi.knowledge.events import ArticleAnswered
from madoguchi.knowledge.models import Article, PastQuestion
from madoguchi.knowledge.permissions import ArticlePermission
from madoguchi.knowledge.services import indexing
from madoguchi.people.permissions import require

LONGEST_QUESTION = 2_000


@transaction.atomic
def answered(article_id: int, *, text: str, source: str, by: Actor) -> PastQuestion:
    """This article answered the question `text`. `source` names the case (`ticket:7`): said again, the newer counts."""
    require(by, ArticlePermission.WRITE)
    if not text.strip():
        raise Invalid(field="text", reason="empty")
    if not Article.objects.filter(pk=article_id).exists():
        raise NotFound
    asked = text[:LONGEST_QUESTION]
    before = PastQuestion.objects.select_for_update(of=("self",)).filter(source=source).first()
    question = before or PastQuestion(source=source)
    touched = {article_id, before.article_id} if before else {article_id}
    question.article_id, question.text, question.asked_at = article_id, asked, clock.now()
    question.terms, question.version = features.stored(asked), terms.VERSION
    question.save()
    indexing.renew(sorted(touched), by=by)
    publish(ArticleAnswered(article_id=article_id, past_question_id=question.id), by=by)
    return question
