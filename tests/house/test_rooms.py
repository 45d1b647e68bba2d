"""The rules of ARCHITECTURE.md that import-linter cannot see: rows stay in their room, writes stay in services."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from madoguchi.channels import adapters
from madoguchi.kernel import events
from tests.house import source

pytestmark = pytest.mark.once
WRITING = {
    *("create", "save", "delete", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create"),
    "_raw_delete",
}
WRITERS = ("services/", "tasks.py", "subscribers.py", "recording.py", "api/repeating.py")


def room_of_model() -> dict[str, str]:
    return {model.__name__: model.__module__.split(".")[1] for model in apps.get_models() if source.is_ours(model)}


def test_rows_of_a_room_are_reached_only_inside_it() -> None:
    rooms = room_of_model()
    found = []
    for path, tree in source.trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in ("objects", "_base_manager", "_default_manager"):
                model = node.value.id if isinstance(node.value, ast.Name) else ""
                home = rooms.get(model)
                if home is not None and home != source.room(path) and source.room(path) != "config":
                    found.append(f"{path}:{node.lineno} reaches into {home} ({model})")
    assert not found, "\n".join(found)


def test_rows_are_written_only_by_services() -> None:
    """The heart's rooms write in services, subscribers and tasks; the kernel writes its own tables."""
    rooms = room_of_model()
    found = []
    for path, tree in source.trees():
        if source.room(path) in ("kernel", "config") or any(part in str(path) for part in WRITERS):
            continue
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            chain = source.chain(node.func)
            if node.func.attr in WRITING and "objects" in chain and rooms.get(chain[0]):
                found.append(f"{path}:{node.lineno} {'.'.join(chain)}")
    assert not found, "\n".join(found)


def test_services_are_called_with_words_and_an_actor() -> None:
    found = []
    for path, tree in source.trees():
        if "services" not in path.parts or path.name == "__init__.py" or source.room(path) == "config":
            continue
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and writes(node):
                arguments = node.args
                if len(arguments.args) > 1:
                    found.append(f"{path}:{node.lineno} {node.name} takes more than one positional argument")
                if "by" not in {a.arg for a in [*arguments.args, *arguments.kwonlyargs]} and not internal(node):
                    found.append(f"{path}:{node.lineno} {node.name} has no by=")
    assert not found, "\n".join(found)


def writes(node: ast.FunctionDef) -> bool:
    """Whether a function opens a transaction, and so is a state change."""
    return any("atomic" in ast.dump(decorator) for decorator in node.decorator_list) or any(
        isinstance(inner, ast.With) and any("atomic" in ast.dump(item.context_expr) for item in inner.items)
        for inner in ast.walk(node)
    )


def internal(node: ast.FunctionDef) -> bool:
    """Functions that prove who somebody is have no actor yet."""
    return node.name in {"authenticate", "accept"}


def test_adapters_know_only_the_base_and_plain_values() -> None:
    folder = Path(adapters.__path__[0])
    allowed = ("madoguchi.channels.base", "madoguchi.kernel.plain")
    found = []
    for path in folder.glob("*.py"):
        for name in source.imports(ast.parse(path.read_text())):
            if name.startswith(("madoguchi", "django")) and not name.startswith(allowed):
                found.append(f"{path.name} imports {name}")
    assert not found, "\n".join(found)


def test_a_room_says_what_it_is_for_and_nothing_else() -> None:
    found = []
    for path in sorted(source.PACKAGE.glob("*/__init__.py")):
        tree = ast.parse(path.read_text())
        extra = [node for node in tree.body if not isinstance(node, ast.Expr)]
        if ast.get_docstring(tree) is None or (extra and path.parent.name not in ("models",)):
            found.append(str(path))
    assert not found, "\n".join(found)


def test_every_event_has_a_dotted_name_in_the_past_and_a_label() -> None:
    assert len(events.registry) > 20
    for name, event in events.registry.items():
        room, dot, fact = name.partition(".")
        assert room and dot and fact, name
        assert str(event.label).strip(), name
