"""Reading our own source code for the house tests."""

import ast
from collections.abc import Iterator
from pathlib import Path

import madoguchi

PACKAGE = Path(madoguchi.__file__).resolve().parent
ROOT = PACKAGE.parent


def files(suffix: str = ".py") -> Iterator[Path]:
    """Every file of the package that we wrote, without migrations and what was built."""
    for path in sorted(PACKAGE.rglob(f"*{suffix}")):
        parts = path.relative_to(PACKAGE).parts
        if not {"migrations", "node_modules", "__pycache__", "static"} & set(parts):
            yield path


def trees() -> Iterator[tuple[Path, ast.Module]]:
    """Every Python file with its syntax tree; the path is relative to the repository."""
    for path in files():
        yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def room(path: Path) -> str:
    """The room a file lies in."""
    return path.parts[1] if path.parts[0] == "madoguchi" else path.parts[0]


def is_ours(model: type) -> bool:
    """Whether a model is one of the product's."""
    return model.__module__.startswith("madoguchi.")


def chain(node: ast.expr) -> list[str]:
    """`Ticket.objects.filter(...).update` as its names in order: Ticket, objects, filter, update."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Name):
            return [node.id, *reversed(names)]
        else:
            return ["", *reversed(names)]


def imports(tree: ast.Module) -> Iterator[str]:
    """Every module a file imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
