"""`python -m bench` tells what there is; `python -m bench pages --data DIR` runs one (as `python bench/pages.py`)."""

import ast
import runpy
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAMS = (
    "generate",
    "floor",
    "pages",
    "streams",
    "slow",
    "stop",
    "weight",
    "memory",
    "parse",
    "intake",
    "kill",
    "retrieval",
    "search",
    "index_kills",
    "keys",
)


def main() -> None:
    """Runs the named benchmark with the rest of the arguments, or lists them all."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name in PROGRAMS:
        sys.path.insert(0, str(HERE))
        sys.argv = [str(HERE / f"{name}.py"), *sys.argv[2:]]
        runpy.run_path(str(HERE / f"{name}.py"), run_name="__main__")
        return
    print("python -m bench NAME --help explains; bench/README.md has the figures.\n")
    for program in PROGRAMS:
        words = ast.get_docstring(ast.parse((HERE / f"{program}.py").read_text())) or ""
        print(f"  {program:10} {words.splitlines()[0]}")


if __name__ == "__main__":
    main()
