"""`python -m tests.mail_corpus DIR` writes every mail of the corpus and its expected JSON as files."""

import json
import re
import sys
from pathlib import Path

from tests.mail_corpus.collecting import every_case


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    cases = every_case()
    for number, case in enumerate(cases, start=1):
        stem = f"{number:03d}-{re.sub('[^A-Za-z0-9]+', '-', case.name).strip('-').lower()}"
        (folder / f"{stem}.eml").write_bytes(case.raw)
        text = json.dumps(case.expected, ensure_ascii=False, indent=1)
        (folder / f"{stem}.json").write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(cases)} mails in {folder}\n")


if __name__ == "__main__":
    main()
