"""What the readers' tests share: one report in every format, as an office writes it."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

ROOT = Path(__file__).parent.parent.parent.parent
BUNDLED = ROOT / "corpus" / "reports" / "report.md"

OfficeFiles = Mapping[str, Path]


@pytest.fixture(scope="session")
def office_files(tmp_path_factory: pytest.TempPathFactory) -> OfficeFiles:
    """The bundled report by format: "markdown", "html", "docx", "pdf" and "office_html".

    All but the first two are as LibreOffice writes them.
    """
    return _convert(BUNDLED.read_text(encoding="utf-8"), tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="session")
def noted_files(tmp_path_factory: pytest.TempPathFactory) -> OfficeFiles:
    """A short report with footnotes, lists and a table, in the same formats."""
    return _convert(_NOTED, tmp_path_factory.mktemp("noted"))


_NOTED = """\
# Report on notes

## I. Introduction

1. The first paragraph cites a note.[^1] It goes on.

2. The second has items:

   - one that cites a note;[^2]
   - another:
     - an inner one of 5 km.

## II. Figures

3. The third cites twice,[^3] and again.[^4]

| Drug | Tons |
|------|------|
| Cocaine | 16 |
| Heroin | 3 |

4. The last.

[^1]: E/CN.7/2021/1, para. 3.
[^2]: A second note with *stress*.
[^3]: 3 January 2020.
[^4]: The last note.
"""


def _convert(markdown: str, folder: Path) -> OfficeFiles:
    files = {
        "markdown": folder / "report.md",
        "html": folder / "report.html",
        "docx": folder / "word" / "report.docx",
        "pdf": folder / "pdf" / "report.pdf",
        "office_html": folder / "office" / "report.html",
    }
    files["markdown"].write_text(markdown, encoding="utf-8")
    page = MarkdownIt("commonmark").enable("table").use(footnote_plugin).render(markdown)
    html = f'<!DOCTYPE html><meta charset="utf-8"><title>Report</title>{page}'
    files["html"].write_text(html, encoding="utf-8")
    own_notes = folder / "in" / "report.html"
    own_notes.parent.mkdir()
    ruled = html.replace("<table>", '<table border="1">')  # print shows no table without rules
    own_notes.write_text(_with_office_notes(ruled), encoding="utf-8")
    _office(own_notes, files["docx"], "docx:MS Word 2007 XML", infilter="HTML (StarWriter)")
    _office(files["docx"], files["pdf"], "pdf")
    _office(files["docx"], files["office_html"], "html")
    return files


def _with_office_notes(html: str) -> str:
    """The notes of a page as LibreOffice writes them, the only notes that it reads as such."""
    cited = re.sub(
        r'<sup class="footnote-ref">.*?>\[(\d+)\]</a></sup>',
        r'<a class="sdfootnoteanc" name="sdfootnote\1anc" href="#sdfootnote\1sym">'
        r"<sup>\1</sup></a>",
        html,
    )
    bodies = re.sub(
        r'<li id="fn(\d+)" class="footnote-item"><p>(.*?) <a href[^>]*>[^<]*</a></p>\s*</li>',
        r'<div id="sdfootnote\1"><p class="sdfootnote"><a class="sdfootnotesym" '
        r'name="sdfootnote\1sym" href="#sdfootnote\1anc">\1</a>\2</p></div>',
        cited,
    )
    return re.sub(
        r'<hr class="footnotes-sep".*?<ol[^>]*>|</ol>\s*</section>', "", bodies, flags=re.S
    )


def _office(source: Path, target: Path, form: str, *, infilter: str | None = None) -> None:
    soffice = shutil.which("soffice")
    assert soffice is not None, "the office tests need LibreOffice; run make test"
    profile = target.parent / "profile"
    command = [soffice, "--headless", f"-env:UserInstallation={profile.as_uri()}"]
    command += [f"--infilter={infilter}"] if infilter else []
    command += ["--convert-to", form, "--outdir", str(target.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert target.exists()
