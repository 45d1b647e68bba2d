"""The words that scripts of the desk say, in the active language, put into the page as JSON."""

import json
from functools import cache

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from markupsafe import Markup

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def texts() -> Markup:
    """A JSON object {key: text}; scripts ask for a key and fill %s places."""
    return _in(get_language() or "")


@cache
def _in(language: str) -> Markup:
    plain = json.dumps(_texts(), ensure_ascii=False, separators=(",", ":"))
    for letter, code in _ESCAPES.items():
        plain = plain.replace(letter, code)
    return Markup(plain)


def _texts() -> dict[str, str]:
    return {
        "list_width": _("Width of the list"),
        "back_to_top": _("Back to the first tickets"),
        "seen_it": _("I have read it"),
        "preview": _("Preview"),
        "write": _("What to write"),
        "reply": _("Reply"),
        "note": _("Internal note"),
        "send": _("Send"),
        "save_note": _("Save internal note"),
        "send_close": _("Send and close"),
        "to": pgettext("recipients", "To"),
        "cc": "Cc",
        "bcc": "Bcc",
        "add_cc": _("Add Cc and Bcc"),
        "write_reply": _("Write a reply to the customer…"),
        "write_note": _("Write a note for colleagues… (@ names someone)"),
        "attach": _("Attach files"),
        "macro": _("Insert a macro"),
        "remove": _("Remove"),
        "uploading": _("Uploading…"),
        "upload_failed": _("This file could not be uploaded."),
        "drop_here": _("Drop files here to attach them"),
        "bound_to": _("To %s on #%s"),
        "loading": _("Loading…"),
        "sending_in": _("Sending in %s s"),
        "sent": _("Sent"),
        "note_saved": _("Note saved"),
        "undo": _("Undo"),
        "undone": _("Undone"),
        "taken_back": _("Taken back. You can go on writing."),
        "sending": _("Sending…"),
        "not_sent": _("Not sent"),
        "try_again": _("Try again"),
        "waits_offline": _("Waits for the connection"),
        "newer_title": _("Something newer has come in"),
        "newer_text": _("It is shown above. Read it, then send your reply as it is, or change it."),
        "confirm_send": _("Confirm and send"),
        "go_on_writing": _("Go on writing"),
        "is_replying": _("%s is writing a reply"),
        "is_viewing": _("%s is looking at this"),
        "take_over": _("Take over"),
        "taken_over": _("%s has taken over this reply. What you wrote is kept."),
        "draft_saved": _("Draft saved"),
        "draft_conflict": _("This draft was changed in another window."),
        "draft_mine": _("Keep what is here"),
        "draft_theirs": _("Use the other one"),
        "nobody": _("Nobody"),
        "no_team": _("No team"),
        "no_category": _("No category"),
        "me": _("Me"),
        "find": _("Type to narrow"),
        "nothing_found": _("Nothing found"),
        "add_tag": _("Add “%s”"),
        "in_1h": _("In an hour"),
        "in_3h": _("In three hours"),
        "tomorrow": _("Tomorrow morning"),
        "next_monday": _("Next Monday morning"),
        "pick_time": _("Date and time…"),
        "done": _("Closed"),
        "done_action": pgettext("action", "Done"),
        "close_ticket": _("Close the ticket"),
        "reopened": _("Reopened"),
        "reopen_ticket": _("Reopen the ticket"),
        "snoozed": _("On hold until %s"),
        "failed": _("This did not work. It is as it was."),
        "offline": _("No connection"),
        "chosen": _("%s chosen"),
        "choose_all": _("Choose all in this list"),
        "choose_none": _("Choose none"),
        "all_chosen": _("All tickets of this list are chosen"),
        "assign": _("Assign"),
        "status": _("Status"),
        "tags": _("Tags"),
        "priority": _("Priority"),
        "team": _("Team"),
        "bulk_done": _("%s tickets changed"),
        "bulk_failed": _("%s changed, %s could not be changed"),
        "bulk_running": _("Changing %s of %s"),
        "new_tickets": _("%s new messages on the desk"),
        "html_images": _("Show remote images"),
        "html_show": _("Show as sent (HTML)"),
        "html_text": _("Show as text"),
        "merge": _("Merge…"),
        "split": _("Split…"),
        "link": _("Link…"),
        "escalate": _("Escalate…"),
        "hand_back": _("Hand back…"),
        "spam": _("Spam"),
        "bin": _("Move to the bin"),
        "subject": _("Change the subject…"),
        "fields": _("Custom fields…"),
        "activity": _("Activity"),
        "copy_link": _("Copy link"),
        "copied": _("Copied"),
        "new_ticket": _("New ticket"),
        "keys": _("Keyboard"),
        "goto": _("Go to: %s"),
        "palette": _("Commands, tickets, customers"),
        "ticket": _("Ticket"),
        "customers": _("Customers"),
        "commands": pgettext("palette", "Commands"),
        "kanban": _("Boxes"),
        "recipients_missing": _("Add at least one recipient."),
        "empty": _("Write something before you send."),
        "bad_address": _("This is not a mail address: %s"),
        "insert": _("Insert"),
        "changes_with": _("Also changes the ticket"),
        "attachment_missing": _("The text speaks of an attachment, but there is none."),
        "placeholder_left": _("A placeholder is still in the text."),
        "send_anyway": _("Send all the same"),
    }
