"""Word files made for the tests: parts of markup in an archive."""

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

import pytest

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = ("styles", "numbering", "settings", "footnotes", "endnotes")

MakeDocx = Callable[..., bytes]


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
