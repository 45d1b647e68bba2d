"""Permissions of this room."""

from enum import StrEnum


class ChannelPermission(StrEnum):
    """What one may do to inboxes and to messages on their way."""

    INBOX_MANAGE = "inbox:manage"
    RAW_READ = "raw_message:read"
    RAW_RETRY = "raw_message:retry"
