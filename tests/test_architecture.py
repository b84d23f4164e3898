"""The house as DESIGN draws it: layers, names, and what may not be imported where."""

import ast
import subprocess
import sys
import tomllib
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("corpus", "index", "service", "web", "eval")


def test_each_package_imports_only_what_lies_below_it() -> None:
    """In a process of its own: import-linter sets up logging for the whole program."""
    code = (
        "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", PACKAGES)
def test_package_name_belongs_to_this_project(name: str) -> None:
    assert set(packages_distributions().get(name, ["rapporteur"])) == {"rapporteur"}
    assert Path(str(import_module(name).__file__)).parent == ROOT / name


@pytest.mark.parametrize("name", PACKAGES)
def test_package_says_what_it_may_not_do(name: str) -> None:
    assert len(str(import_module(name).__doc__).split(".")) >= 2


def test_public_names_of_service_are_sorted_and_exist() -> None:
    service = import_module("service")

    assert list(service.__all__) == sorted(service.__all__)
    assert all(hasattr(service, name) for name in service.__all__)


def test_query_path_imports_neither_torch_nor_the_web() -> None:
    code = (
        "import sys, rapporteur, service.assistant;"
        "print(sorted({'torch', 'sentence_transformers', 'transformers', 'fastapi', 'uvicorn'}"
        " & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert done.stdout.strip() == "[]"


# What writes beside the one module of durable effects, and why it need not be durable.
WRITERS = {
    "corpus/fsops.py": "the one module",
    "corpus/worker.py": "what was read, to the pipe of the process that asked",
    "corpus/ocr.py": "a scan for another program, in a temporary folder",
    "service/chat.py": "a conversation that is saved where its reader says",
    "service/prompting.py": "what was typed, to be recalled",
}
EFFECTS = frozenset(
    "write_bytes write_text mkdir makedirs unlink rmdir rmtree touch fsync fdatasync ftruncate "
    "copyfile copytree symlink symlink_to hardlink_to".split()
)
EFFECTS_OF_OS = frozenset("replace rename link truncate move".split())


def _is_effect(call: ast.Call) -> bool:
    """Whether a call makes, alters or removes a file: by its name, or by a mode to open it."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name in EFFECTS:
        return True
    if name in EFFECTS_OF_OS:
        return getattr(getattr(call.func, "value", None), "id", "") in ("os", "shutil")
    if any(each.arg == "fileobj" for each in call.keywords):  # a file that is open already
        return False
    texts = [each.value for each in call.args[:2] if isinstance(each, ast.Constant)]
    texts += [each.value.value for each in call.keywords
              if each.arg == "mode" and isinstance(each.value, ast.Constant)]  # fmt: skip
    return name == "open" and any(set("wax+") & set(str(mode)) for mode in texts)


def test_one_module_has_the_durable_effects() -> None:
    writers = {
        path.relative_to(ROOT).as_posix()
        for package in ("corpus", "index", "service", "web")
        for path in (ROOT / package).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and _is_effect(call)
    }

    assert writers == set(WRITERS)


def test_torch_is_pinned_to_a_version_with_a_cpu_build() -> None:
    assert (ROOT / "constraints.txt").read_text().strip() == "torch==2.13.0"


def test_version_is_told_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert import_module("importlib.metadata").version("rapporteur") == project["version"]
