"""Every case there is: the lists `CASES` of the modules here, and the mails in `oddities/`."""

import json
from importlib import import_module
from pathlib import Path

from tests.mail_corpus.case import Case

HERE = Path(__file__).resolve().parent
FRAME = {"case", "writing", "collecting", "__main__", "__init__"}


def every_case() -> list[Case]:
    """All cases, by module and then as written. The name of a case is unique."""
    cases: list[Case] = []
    for module in sorted(HERE.glob("*.py")):
        if module.stem not in FRAME:
            listed: list[Case] = import_module(f"tests.mail_corpus.{module.stem}").CASES
            cases += [Case(f"{module.stem}: {one.name}", one.raw, one.expected) for one in listed]
    for mail in sorted((HERE / "oddities").glob("*.eml")):
        expected = json.loads(mail.with_suffix(".json").read_text(encoding="utf-8"))
        cases.append(Case(f"oddities: {mail.stem}", mail.read_bytes(), expected))
    return cases
