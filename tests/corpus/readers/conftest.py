"""What the readers' tests share: Word files made by hand, and reports that an office wrote."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

ROOT = Path(__file__).parent.parent.parent.parent
BUNDLED = ROOT / "corpus" / "reports" / "report.md"

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = ("styles", "numbering", "settings", "footnotes", "endnotes")

MakeDocx = Callable[..., bytes]
OfficeFiles = Mapping[str, Path]


def word_part(tag: str, content: str) -> str:
    """A part in Word's markup, whose names have the prefix ``w:``."""
    return (
        f'<w:{tag} xmlns:w="{_WORD}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/'
        '2006/math" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        f'xmlns:v="urn:schemas-microsoft-com:vml">{content}</w:{tag}>'
    )


def docx_parts(body: str, **parts: str) -> dict[str, str]:
    """The parts of a Word file by their names in the archive."""
    names = [name for name in _PARTS if name in parts]
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-'
        f'officedocument.wordprocessingml.{kind}+xml"/>'
        for name, kind in [("document", "document.main"), *((name, name) for name in names)]
    )
    links = "".join(
        f'<Relationship Id="r{place}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for place, name in enumerate(names)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="'
        f'application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_LINKS}"><Relationship Id="r0" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": word_part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_LINKS}">{links}</Relationships>',
        **{f"word/{name}.xml": word_part(name, parts[name]) for name in names},
    }


def zip_of(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of the parts."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.fixture(scope="session")
def make_docx() -> MakeDocx:
    """Make a Word file of the markup in its body, and in other parts by their names."""

    def make(body: str, *, extra: Mapping[str, str | bytes] | None = None, **parts: str) -> bytes:
        return zip_of({**docx_parts(body, **parts), **(extra or {})})

    return make


@pytest.fixture(scope="session")
def make_archive() -> Callable[[Mapping[str, str | bytes]], bytes]:
    """Make an archive of parts by their names."""
    return zip_of


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
