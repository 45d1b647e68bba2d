"""The folded text of every message, as the services write it, so that search and intake meet a full table."""

from tables import insert

CHUNK = 20_000


def fill() -> int:
    """Reads messages back in chunks of ids and writes one search entry each."""
    from django.db import connection

    from madoguchi.kernel.models import SearchEntry
    from madoguchi.kernel.search import LONGEST_TEXT
    from madoguchi.kernel.text import fold
    from madoguchi.tickets.recording import SEARCH_SCOPE

    columns = ["scope", "owner_id", "part", "part_id", "text"]
    read = (
        "SELECT m.id, m.ticket_id, CASE WHEN m.kind = 'inward' AND m.reply_text = '' THEN m.subject ELSE '' END, m.text"
        " FROM tickets_message m WHERE m.id > %s AND m.id <= %s ORDER BY m.id"
    )
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
                (SEARCH_SCOPE, ticket, "message", message, fold(f"{subject}\n{text}"[:LONGEST_TEXT]))
                for message, ticket, subject, text in found
            ),
        )
    return count
