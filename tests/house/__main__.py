"""Writes what is made from the code into the documents: `python -m tests.house`."""

import os

import django

from madoguchi.kernel.catalogues import compile_changed
from tests.house import source

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
compile_changed()
django.setup()

from tests.house.event_table import event_table  # noqa: E402

path = source.ROOT / "docs" / "manual" / "events.md"
head, _bar, _table = path.read_text(encoding="utf-8").partition("| event |")
path.write_text(f"{head}{event_table()}\n", encoding="utf-8")
