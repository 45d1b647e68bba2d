"""The text and terms of every message, as the services write them, so that search and intake meet a full table."""

from functools import lru_cache

from tables import insert

CHUNK = 20_000


def fill() -> int:
    """Reads messages back in chunks of ids and writes one search entry each."""
    from django.db import connection

    from madoguchi.kernel.models import SearchEntry
    from madoguchi.kernel.search import LONGEST_TEXT
    from madoguchi.kernel.text import fold
    from madoguchi.kernel.text.terms import VERSION, terms
    from madoguchi.tickets.recording import SEARCH_SCOPE

    columns = ["scope", "owner_id", "part", "part_id", "text", "terms", "version"]
    of_line = lru_cache(200_000)(terms)
    read = (
        "SELECT m.id, m.ticket_id, CASE WHEN m.kind = 'inward' AND m.reply_text = '' THEN m.subject ELSE '' END, m.text"
        " FROM tickets_message m WHERE m.id > %s AND m.id <= %s ORDER BY m.id"
    )

    def spaced(text: str) -> str:
        """As kernel.search.spaced, line by line: the made-up messages share most of their lines."""
        return f" {' '.join(dict.fromkeys(term for line in text.splitlines() for term in of_line(line)))} "

    count = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM tickets_message")
        last = cursor.fetchone()[0] or 0
    for start in range(0, last, CHUNK):
        with connection.cursor() as cursor:
            cursor.execute(read, [start, start + CHUNK])
            found = cursor.fetchall()
        count += insert(
            SearchEntry,
            columns,
            (
                (SEARCH_SCOPE, ticket, "message", message, fold(said), spaced(said), VERSION)
                for message, ticket, subject, text in found
                for said in [f"{subject}\n{text}"[:LONGEST_TEXT]]
            ),
        )
    return count
