"""The articles of one audience in memory, in separately scored indexes, kept equal to the database.

Every change of an article draws a new stamp (services.indexing) in its transaction; whoever asks looks at that stamp
first, and loads what changed. So several processes agree, and a rolled-back change is forgotten again.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db.models import QuerySet

from madoguchi.kernel import settings
from madoguchi.kernel.ranking import Field
from madoguchi.kernel.text import features
from madoguchi.knowledge.models import ArticleTerms, Audience, PastQuestion
from madoguchi.knowledge.services.indexing import STAMP, without_marks

T = TypeVar("T")
CHUNK = 400
MOST_ONE_BY_ONE = 20


class Shelf:
    """Published articles: those for everyone, or with `staff` all of them."""

    def __init__(self, *, staff: bool) -> None:
        self._begin()
        self.locales: dict[int, str] = {}
        self._staff = staff
        self._stamps: dict[int, int] = {}
        self._stamp: str | None = None
        self._lock = threading.Lock()

    def ask(self, reader: Callable[["Shelf"], T]) -> T:
        """What `reader` finds on the shelf as the database is now; one reader at a time."""
        stamp = str(settings.read(STAMP, ""))
        with self._lock:
            if stamp != self._stamp:
                self._stamp = None
                self._refresh()
                self._stamp = stamp
            return reader(self)

    def put(self, number: int, question: str, question_text: str, answer: str, answer_text: str) -> None:
        """Adds an article by its stored features and its texts."""
        self.question.put(number, features.complete(question, question_text))
        self.answer.put(number, features.complete(answer, without_marks(answer_text)))

    def put_asked(self, asked_id: int, number: int, terms: str, text: str) -> None:
        """Adds a past question of an article."""
        self.asked.put(asked_id, features.complete(terms, text))
        self.owners[asked_id] = number

    def _begin(self) -> None:
        self.question, self.answer, self.asked = Field(b=0.5), Field(b=0.75), Field(b=0.75)
        self.owners: dict[int, int] = {}

    def _refresh(self) -> None:
        try:
            self._load_changes()
        except BaseException:
            self._begin()
            self._stamps.clear()
            raise

    def _load_changes(self) -> None:
        current = {
            row[0]: (row[1], row[2]) for row in self._rows().values_list("article_id", "stamp", "article__locale")
        }
        gone = [number for number in self._stamps if number not in current]
        changed = [number for number, (stamp, _locale) in current.items() if self._stamps.get(number) != stamp]
        outdated = [*gone, *(number for number in changed if number in self._stamps)]
        if len(outdated) > MOST_ONE_BY_ONE:
            outdated, changed = [], list(current)
            self._begin()
        self._remove(outdated)
        for start in range(0, len(changed), CHUNK):
            self._load(changed[start : start + CHUNK])
        self._stamps = {number: stamp for number, (stamp, _locale) in current.items()}
        self.locales = {number: locale for number, (_stamp, locale) in current.items()}

    def _remove(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self.question.remove(number)
            self.answer.remove(number)
            for asked_id in [asked_id for asked_id, owner in self.owners.items() if owner == number]:
                self.asked.remove(asked_id)
                del self.owners[asked_id]

    def _load(self, numbers: list[int]) -> None:
        names = ("pk", "question", "article__question", "answer", "article__answer")
        for number, *texts in self._rows().filter(pk__in=numbers).values_list(*names):
            self.put(number, *texts)
        past = PastQuestion.objects.filter(article_id__in=numbers).values_list("id", "article_id", "terms", "text")
        for asked_id, number, terms, text in past:
            self.put_asked(asked_id, number, terms, text)

    def _rows(self) -> QuerySet[ArticleTerms, Any]:
        rows = ArticleTerms.objects.filter(article__published=True)
        return rows if self._staff else rows.filter(article__audience=Audience.PUBLIC)


PUBLIC = Shelf(staff=False)
STAFF = Shelf(staff=True)
