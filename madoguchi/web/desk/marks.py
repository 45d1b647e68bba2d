"""What the channels know of messages and files on screen: receipts, complaints, virus scans."""

from typing import Any

from madoguchi.channels import notices, scans
from madoguchi.channels.models import NoticeKind


def marked(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages with `notices` on those that were sent, and `scan` (state, what was found) on their files."""
    sent = [row["id"] for row in messages if row["kind"] == "outward" and row["state"] != "queued"]
    told = notices.of_messages(sent)
    files = [file for row in messages for file in row["attachments"]]
    unclean = scans.unclean(file["file__sha256"] for file in files)
    for row in messages:
        row["notices"] = [
            {"kind": kind, "label": NoticeKind(kind).label, "address": address, "at": at}
            for kind, address, at in told.get(row["id"], [])
        ]
    for file in files:
        file["scan"] = unclean.get(file["file__sha256"])
    return messages
