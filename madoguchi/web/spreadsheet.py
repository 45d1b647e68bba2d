"""CSV that opens well in a spreadsheet, and cannot carry a formula into it."""

import csv
import io
import json
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_response(name: str, headings: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A download named `name`: UTF-8 with a mark that spreadsheets know, every cell harmless."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([cell(value) for value in headings])
    for row in rows:
        writer.writerow([cell(value) for value in row])
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def cell(value: object) -> str:
    """`value` as a cell: numbers as they are, text that a spreadsheet could take for a formula behind an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return str(value)
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    text = text.replace("\x00", "")
    return f"'{text}" if text.lstrip(" 　").startswith(DANGEROUS) or text.startswith(DANGEROUS) else text
