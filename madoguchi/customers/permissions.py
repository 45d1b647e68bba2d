"""What one may do to customers and companies."""

from enum import StrEnum


class CustomerPermission(StrEnum):
    """Dotted permissions of this room."""

    READ = "customer:read"
    WRITE = "customer:write"
    MERGE = "customer:merge"
    EXPORT = "customer:export"
