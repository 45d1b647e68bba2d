"""Finding customers and companies by any piece of a name, reading, address, telephone number or domain.

An index over pairs of letters (FTS5 on SQLite, GIN on PostgreSQL) leaves few rows, whose text is then compared: both
databases find the same. Words of one letter are looked up by the beginning of pairs. Triggers (SQLite) and the index
itself (PostgreSQL) keep it in the transaction of the row. Not for: words of sentences (kernel.search).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models.expressions import RawSQL

from madoguchi.customers.matching import phone_key
from madoguchi.kernel import statements
from madoguchi.kernel.text import company_key, fold, name_key

CUSTOMER, COMPANY = "p", "c"
MOST_PAIRS = 20
SHORTEST_PHONE = 4
_VECTOR = "array_to_tsvector(string_to_array(pairs, ' '))"
_SIGNS = "".join(sign for sign in map(chr, range(33, 127)) if not sign.isalnum())
_OUT = (
    "INSERT INTO customers_letters_index (customers_letters_index, rowid, pairs) VALUES ('delete', old.id, old.pairs);"
)
_IN = "INSERT INTO customers_letters_index (rowid, pairs) VALUES (new.id, new.pairs);"
_SQLITE = (
    "CREATE VIRTUAL TABLE customers_letters_index USING fts5 (pairs, content='customers_letters', content_rowid='id',"
    f""" detail=none, columnsize=0, tokenize="ascii tokenchars '{_SIGNS.replace("'", "''").replace('"', '""')}'")""",
    f"CREATE TRIGGER customers_letters_added AFTER INSERT ON customers_letters BEGIN {_IN} END",
    f"CREATE TRIGGER customers_letters_removed AFTER DELETE ON customers_letters BEGIN {_OUT} END",
    f"CREATE TRIGGER customers_letters_changed AFTER UPDATE OF pairs ON customers_letters BEGIN {_OUT} {_IN} END",
)
_POSTGRESQL = (
    f"CREATE INDEX customers_letters_index ON customers_letters USING gin ({_VECTOR})"
    " WITH (gin_pending_list_limit = 64)",
)
_FTS = (
    "SELECT l.{owner} FROM customers_letters_index i JOIN customers_letters l ON l.id = i.rowid"
    " WHERE i.customers_letters_index MATCH %s AND ({held})"
)
_GIN = f"SELECT l.{{owner}} FROM customers_letters l WHERE {_VECTOR} @@ CAST(%s AS tsquery) AND ({{held}})"


def spelled(sign: str, pieces: Iterable[str]) -> tuple[str, str]:
    """`text` and `pairs` of a row, from everything its owner is found by."""
    lines = list(dict.fromkeys(line for piece in pieces if (line := fold(piece).replace(" ", ""))))
    return "\n".join(lines), " ".join(
        f"{sign}{pair}" for pair in dict.fromkeys(p for line in lines for p in _pairs(line))
    )


def with_customers(word: str) -> tuple[str, list[str]]:
    """SQL and values: ids of the customers who, or whose company, hold a word (typed, without spaces)."""
    own, values = _holding("customer_id", CUSTOMER, _of_person(word))
    company, more = _holding("company_id", COMPANY, _of_company(word))
    people = f"SELECT id FROM customers_customer WHERE company_id IN ({company})"
    return f"{own} UNION {people}", [*values, *more]


def customers(word: str) -> RawSQL:
    """As `with_customers`, for `pk__in`."""
    return RawSQL(*with_customers(word))


def companies(word: str) -> RawSQL:
    """Ids of the companies whose name, reading or domains hold a word, for `pk__in`."""
    return RawSQL(*_holding("company_id", COMPANY, _of_company(word)))


def _of_person(word: str) -> list[str]:
    """What of a person's letters the word may be: as it was typed, as a name, as a telephone number."""
    folded = fold(word)
    found = [folded, name_key(word)]
    if sum(letter.isdigit() for letter in folded) >= SHORTEST_PHONE:
        found.append(phone_key(folded).removeprefix("+81").lstrip("0"))
    return [piece for piece in dict.fromkeys(found) if piece]


def _of_company(word: str) -> list[str]:
    return [piece for piece in dict.fromkeys((fold(word), company_key(word))) if piece]


def _holding(owner: str, sign: str, pieces: Sequence[str]) -> tuple[str, list[str]]:
    if not pieces:
        return f"SELECT {owner} FROM customers_letters WHERE 1 = 0", []
    on_sqlite = statements.on_sqlite()
    asked = " OR ".join(map(_fts, _asked(sign, pieces))) if on_sqlite else " | ".join(map(_gin, _asked(sign, pieces)))
    held = " OR ".join([f"{'instr' if on_sqlite else 'strpos'}(l.text, %s) > 0"] * len(pieces))
    return (_FTS if on_sqlite else _GIN).format(owner=owner, held=held), [asked, *pieces]


def _asked(sign: str, pieces: Sequence[str]) -> list[list[str]]:
    """Of each piece its pairs; of a single letter the beginning of pairs, and of those that end a line."""
    return [
        [sign + pair for pair in list(dict.fromkeys(_pairs(piece)))[:-1][:MOST_PAIRS]] or [sign + piece]
        for piece in pieces
    ]


def _pairs(line: str) -> list[str]:
    """Every two letters in a row, and the last one alone."""
    return [line[start : start + 2] for start in range(len(line))]


def _fts(pairs: Sequence[str]) -> str:
    if len(pairs) == 1 and len(pairs[0]) == 2:
        return f'("{_doubled(pairs[0])}" *)'
    return "(" + " AND ".join(f'"{_doubled(pair)}"' for pair in pairs) + ")"


def _doubled(pair: str) -> str:
    return pair.replace('"', '""')


def _gin(pairs: Sequence[str]) -> str:
    quoted = ["'" + pair.replace("\\", "\\\\").replace("'", "''") + "'" for pair in pairs]
    return f"({quoted[0]}:*)" if len(pairs) == 1 and len(pairs[0]) == 2 else f"({' & '.join(quoted)})"


def create(_apps: Any, editor: Any) -> None:
    """The migration: the index of this database."""
    for statement in _POSTGRESQL if editor.connection.vendor == "postgresql" else _SQLITE:
        editor.execute(statement, params=None)


def drop(_apps: Any, editor: Any) -> None:
    """Takes the index away again."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX customers_letters_index")
        return
    for trigger in ("added", "removed", "changed"):
        editor.execute(f"DROP TRIGGER customers_letters_{trigger}")
    editor.execute("DROP TABLE customers_letters_index")
