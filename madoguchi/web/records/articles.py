"""Writing articles of the help centre: list, form with a preview, categories."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.kernel.errors import NotFound
from madoguchi.knowledge import queries
from madoguchi.knowledge.answers import to_html
from madoguchi.knowledge.models import Audience
from madoguchi.knowledge.permissions import ArticlePermission
from madoguchi.knowledge.services import arranging, writing
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import accepted, number_or_none
from madoguchi.web.records.pages import confirm, edit, record_page
from madoguchi.web.rendering import page
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen

MOST = 300


def _categories() -> list[tuple[str, str]]:
    return [("", _("None")), *((str(row.id), row.name) for row in queries.categories())]


class ArticleForm(forms.Form):
    """A question and its answer."""

    question = forms.CharField(
        label=gettext_lazy("Question"), max_length=200, help_text=gettext_lazy("As customers would ask it.")
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=writing.LONGEST_ANSWER,
        widget=forms.Textarea(
            attrs={
                "rows": 14,
                "hx-post": "/knowledge/preview",
                "hx-trigger": "input delay:500ms",
                "hx-target": "#article-preview",
                "hx-swap": "innerHTML",
            }
        ),
        help_text=gettext_lazy("Markdown: ## heading, **bold**, - list, 1. numbered list, [text](https://address)."),
    )
    category_id = forms.ChoiceField(label=gettext_lazy("Category"), choices=_categories, required=False)
    locale = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    audience = forms.ChoiceField(label=gettext_lazy("Who may read it"), choices=Audience.choices)
    published = forms.BooleanField(
        label=gettext_lazy("Published"),
        required=False,
        help_text=gettext_lazy("A draft is seen only by those who write articles."),
    )


class CategoryForm(forms.Form):
    """A shelf of articles."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    position = forms.IntegerField(label=gettext_lazy("Position"), min_value=0, initial=0)


@needs(ArticlePermission.READ)
def index(request: DeskRequest) -> HttpResponse:
    """All articles the agent may read; `q` searches."""
    words = request.GET.get("q", "").strip()[:100]
    rows = queries.readable_by(request.actor).select_related("category").order_by("category__position", "id")
    if words:
        rows = queries.search(words, rows)
    context = {
        "words": words,
        "rows": list(rows[:MOST]),
        "may_write": request.actor.has(ArticlePermission.WRITE),
        "languages": dict(settings.LANGUAGES),
    }
    return record_page(request, "records/articles.html", context)


@needs(ArticlePermission.WRITE)
def add(request: DeskRequest) -> HttpResponse:
    """A new article."""
    initial = {"locale": request.agent.language, "audience": Audience.PUBLIC}
    return _form(request, ArticleForm(request.POST or None, initial=initial), None, _("New article"))


@needs(ArticlePermission.READ)
def change(request: DeskRequest, article_id: int) -> HttpResponse:
    """An article: its form for writers, its text for readers."""
    found = queries.article(article_id, by=request.actor)
    if not request.actor.has(ArticlePermission.WRITE):
        return record_page(request, "records/article_text.html", {"article": found, "answer": to_html(found.answer)})
    names = ("question", "answer", "locale", "audience", "published")
    initial = {**{name: getattr(found, name) for name in names}, "category_id": found.category_id or ""}
    return _form(request, ArticleForm(request.POST or None, initial=initial), article_id, found.question)


@needs(ArticlePermission.WRITE)
def preview(request: DeskRequest) -> HttpResponse:
    """The answer being written as readers will see it, as a fragment."""
    text = request.POST.get("answer", "")[: writing.LONGEST_ANSWER]
    return page(request, "records/_article_preview.html", {"answer": to_html(text)})


@needs(ArticlePermission.WRITE)
def remove(request: DeskRequest, article_id: int) -> HttpResponse:
    """Deletes an article."""
    found = queries.article(article_id, by=request.actor)
    back = reverse("article", args=[article_id])
    return confirm(
        request,
        lambda: writing.delete(article_id, by=request.actor),
        screen=Screen(_("Delete “%(name)s”?") % {"name": found.question}, back, found.question),
        text=_("Links to the article lead nowhere from then on. To hide it for a while, switch off “Published”."),
        action=_("Delete"),
        done=_("The article is deleted."),
        to=reverse("articles"),
    )


@needs(ArticlePermission.WRITE)
def categories(request: DeskRequest) -> HttpResponse:
    """The shelves, and a form for one more."""
    form = CategoryForm(request.POST or None)
    if accepted(request, form, lambda values: arranging.save(**values, by=request.actor)):
        messages.success(request, _("The category is created."))
        return HttpResponseRedirect(reverse("article_categories"))
    context = {
        "rows": list(queries.categories()),
        "form": form,
        "screen": Screen(_("Categories of articles"), reverse("articles"), _("Articles")),
    }
    return record_page(request, "records/article_categories.html", context, status=422 if form.errors else 200)


@needs(ArticlePermission.WRITE)
def category(request: DeskRequest, category_id: int) -> HttpResponse:
    """Renames or moves a shelf."""
    row = queries.categories().filter(pk=category_id).first()
    if row is None:
        raise NotFound
    back = reverse("article_categories")

    def save(values: dict[str, Any]) -> str:
        arranging.save(category_id, **values, by=request.actor)
        messages.success(request, _("The category is saved."))
        return back

    screen = Screen(
        row.name,
        back,
        _("Categories of articles"),
        removal=reverse("article_category_removal", args=[category_id]),
        removal_label=_("Delete …"),
    )
    form = CategoryForm(request.POST or None, initial={"name": row.name, "position": row.position})
    return edit(request, form, save, screen=screen)


@needs(ArticlePermission.WRITE)
def remove_category(request: DeskRequest, category_id: int) -> HttpResponse:
    """Deletes a shelf; its articles stay."""
    row = queries.categories().filter(pk=category_id).first()
    if row is None:
        raise NotFound
    back = reverse("article_categories")
    return confirm(
        request,
        lambda: arranging.delete(category_id, by=request.actor),
        screen=Screen(_("Delete “%(name)s”?") % {"name": row.name}, back, _("Categories of articles")),
        text=_("Its articles stay, without a category."),
        action=_("Delete"),
        done=_("The category is deleted."),
        to=back,
    )


def _form(request: DeskRequest, form: ArticleForm, article_id: int | None, title: str) -> HttpResponse:
    def save(values: dict[str, Any]) -> str:
        arguments = {**values, "category_id": number_or_none(values["category_id"])}
        writing.write(article_id, **arguments, by=request.actor)
        messages.success(request, _("The article is saved."))
        return reverse("articles")

    screen = Screen(
        title,
        reverse("articles"),
        _("Articles"),
        removal=reverse("article_removal", args=[article_id]) if article_id else "",
        removal_label=_("Delete …"),
    )
    extra = {"answer": to_html(str(form["answer"].value() or ""))}
    return edit(request, form, save, screen=screen, template="records/article.html", extra=extra)
