import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, meta, nodes

from web import contexts, reader_contexts
from web.contexts import PageContext
from web.rendering import FOLDER, TEMPLATES, is_page

FILES = sorted((FOLDER / "templates").glob("*.html"))
SCRIPT = '<script type="module" src="/static/{}">'
KINDS = {**vars(contexts), **vars(reader_contexts)}
ENVIRONMENT = Environment(
    loader=FileSystemLoader(FOLDER / "templates"), extensions=["jinja2.ext.i18n"], autoescape=True
)
ENVIRONMENT.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
OF_THE_LANGUAGE = {"_", "gettext", "pgettext", "interface"}  # what every template is given


def undeclared(name: str) -> set[str]:
    """The variables that a template, with what it extends and includes, is to be given."""
    tree = ENVIRONMENT.parse((FOLDER / "templates" / name).read_text())
    found = meta.find_undeclared_variables(tree)
    for other in meta.find_referenced_templates(tree):
        found |= undeclared(str(other))
    shared = {"paragraph", "passage", "row", "table"}  # the loop variables that partials share
    return found - shared - OF_THE_LANGUAGE


@pytest.mark.parametrize("context", TEMPLATES)
def test_a_template_uses_the_fields_of_its_context_and_all_of_them(
    context: type[PageContext],
) -> None:
    given = {field.name for field in fields(context)}

    # a conversation gives its turns one by one to the partial that a page of one turn shares
    assert undeclared(TEMPLATES[context]) - {"turn"} == given - {"turn"}


def test_every_page_context_has_a_template() -> None:
    pages = [kind for name, kind in KINDS.items() if name.endswith("Context")]

    assert {*TEMPLATES, PageContext} == set(pages)


def test_contexts_are_documented_and_frozen() -> None:
    kinds = [kind for kind in KINDS.values() if is_dataclass(kind)]

    for kind in kinds:
        assert kind.__doc__
        assert vars(kind)["__dataclass_params__"].frozen


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_templates_choose_and_repeat_and_nothing_else(file: Path) -> None:
    tree = ENVIRONMENT.parse(file.read_text())
    logic = (nodes.Filter, nodes.Assign, nodes.Getitem, nodes.BinExpr, nodes.MarkSafe)

    assert [type(node).__name__ for node in tree.find_all(logic)] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_templates_hold_no_script_style_or_address_of_others(file: Path) -> None:
    text = file.read_text()

    assert not re.search(r"\son\w+=|\sstyle=|<style|javascript:|https?://|//[a-z]", text)
    scripts = re.findall(r"<script[^>]*>", text)
    names = ("app.js", "conversation.js", "reader.js")
    assert scripts in ([], *([SCRIPT.format(name)] for name in names))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_attribute_value_is_quoted(file: Path) -> None:
    assert not re.search(r"=\{\{", file.read_text())


@pytest.mark.parametrize("name", ["app.js", "reader.js"])
def test_script_writes_text_and_no_markup(name: str) -> None:
    script = (FOLDER / "static" / name).read_text()

    assert len(script) < 8_000
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|http", script)


@pytest.mark.parametrize("name", ["style.css", "reader.css"])
def test_style_asks_nobody_for_anything(name: str) -> None:
    assert not re.search(r"url\(|@import|@font-face", (FOLDER / "static" / name).read_text())


@pytest.mark.parametrize("path", ["/", "/ask", "/reports", "/r/x", "/r/x/annex-i.4", "/nothing"])
def test_people_get_pages(path: str) -> None:
    assert is_page(path)


@pytest.mark.parametrize(
    "path",
    ["/api/v1/ask", "/reports.json", "/r/x/1.csl.json", "/r/x/1.bib", "/readyz", "/static/x"],
)
def test_programs_get_problems(path: str) -> None:
    assert not is_page(path)
