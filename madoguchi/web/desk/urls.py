"""Addresses of the desk. Resources, never actions: closing creates the closure, reopening deletes it."""

from django.urls import URLPattern, URLResolver, path

from madoguchi.web.desk import boxes, changes, choices, drafts, files, inbox, live, messages, presence, ticket
from madoguchi.web.doors import resource

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk", inbox.desk, name="desk"),
    path("tickets/<int:ticket_id>", resource(GET=ticket.show, POST=changes.change), name="ticket"),
    path("tickets/<int:ticket_id>/parts", resource(GET=ticket.parts)),
    path("desk/boxes", resource(GET=boxes.show)),
    path("desk/presence", resource(GET=presence.of_list)),
    path("desk/choices", resource(GET=choices.show)),
    path("live-ticket", resource(GET=live.ticket)),
    path("tickets/<int:ticket_id>/replies", resource(POST=messages.reply)),
    path("tickets/<int:ticket_id>/notes", resource(POST=messages.note)),
    path("tickets/<int:ticket_id>/presence", resource(POST=presence.stay, DELETE=presence.leave)),
    path("tickets/<int:ticket_id>/lock", resource(POST=presence.edit, DELETE=presence.release)),
    path("tickets/<int:ticket_id>/drafts", resource(GET=drafts.show)),
    path("tickets/<int:ticket_id>/drafts/<str:kind>", resource(POST=drafts.save, DELETE=drafts.discard)),
    path("tickets/<int:ticket_id>/messages", resource(GET=ticket.older)),
    path("tickets/<int:ticket_id>/assignment", resource(POST=changes.assign)),
    path("tickets/<int:ticket_id>/closure", resource(POST=changes.close, DELETE=changes.reopen)),
    path("tickets/<int:ticket_id>/snooze", resource(POST=changes.snooze, DELETE=changes.wake)),
    path("tickets/<int:ticket_id>/tags", resource(POST=changes.tag)),
    path("tickets/<int:ticket_id>/shelf", resource(POST=changes.shelve, DELETE=changes.restore)),
    path("messages/<int:message_id>", resource(DELETE=messages.take_back)),
    path("messages/<int:message_id>/attempts", resource(POST=messages.send_again)),
    path("messages/<int:message_id>/html", resource(GET=files.html)),
    path("attachments", resource(POST=files.upload)),
    path("attachments/<int:attachment_id>", resource(GET=files.download, DELETE=files.discard)),
]
