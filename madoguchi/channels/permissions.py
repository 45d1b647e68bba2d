"""Permissions of this room."""

from enum import StrEnum


class ChannelPermission(StrEnum):
    """What one may do to inboxes and to messages on their way."""

    INBOX_MANAGE = "inbox:manage"
    RAW_READ = "raw_message:read"
    RAW_RETRY = "raw_message:retry"
    RAW_HAND_OVER = "raw_message:hand_over"
    RAW_DOWNLOAD = "raw_message:download"
    SPAM_MANAGE = "spam:manage"
    INFECTED_OPEN = "infected_file:open"
