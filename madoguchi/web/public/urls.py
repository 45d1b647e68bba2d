"""Addresses for visitors: the front page, the help centre, the request form."""

from django.urls import URLPattern, URLResolver, path

from madoguchi.web.doors import resource
from madoguchi.web.public import front, guests, help_centre, request_form, sent_files, unsubscribing
from madoguchi.web.setup import first_run

urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.lead, name="front"),
    path("first-run", first_run.begin, name="first_run"),
    path("help", help_centre.shelves, name="help"),
    path("help/search", help_centre.search, name="help_search"),
    path("help/<int:article_id>", help_centre.article, name="help_article"),
    path("help/<int:article_id>/ratings", resource(POST=help_centre.rate), name="help_rating"),
    path("request", request_form.choose, name="request"),
    path("request/<slug:slug>", request_form.form, name="request_form"),
    path("request/<slug:slug>/sent", request_form.sent, name="request_sent"),
    path("sent-files/<str:token>", resource(GET=sent_files.show), name="sent_files"),
    path("sent-files/<str:token>/<int:attachment_id>", resource(GET=sent_files.download), name="sent_file"),
    path("guests/<str:token>", resource(GET=guests.show, POST=guests.show), name="guests"),
    path("guests/<str:token>/<int:file_id>", resource(GET=guests.download), name="guest_file"),
    path("unsubscribe/<str:token>", unsubscribing.unsubscribe, name="unsubscribe"),
]
