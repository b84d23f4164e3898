"""The house as DESIGN draws it: layers, names, and what may not be imported where."""

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


def test_torch_is_pinned_to_a_version_with_a_cpu_build() -> None:
    assert (ROOT / "constraints.txt").read_text().strip() == "torch==2.13.0"


def test_version_is_told_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert import_module("importlib.metadata").version("rapporteur") == project["version"]
