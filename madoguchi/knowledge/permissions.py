"""What one may do to articles."""

from enum import StrEnum


class ArticlePermission(StrEnum):
    """Dotted permissions of this room. Public articles are read by everyone."""

    READ = "article:read"
    WRITE = "article:write"
