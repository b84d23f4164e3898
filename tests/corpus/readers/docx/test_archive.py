"""Archives that would exhaust or mislead a parser are refused before one opens them."""

import struct
from collections.abc import Callable, Mapping

import pytest

from corpus.errors import UnreadableReport
from corpus.readers.docx.archive import check_archive

MakeArchive = Callable[[Mapping[str, str | bytes]], bytes]
MakeDocx = Callable[..., bytes]

TYPES = {"[Content_Types].xml": "<Types/>"}


def test_a_word_file_passes(make_docx: MakeDocx) -> None:
    check_archive(make_docx("<w:p/>", extra={"word/embeddings/table.xlsx": b"PK\x03\x04"}))


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"a.xml": "<a/>"}, r"it has no part \[Content_Types\]\.xml"),
        ({**TYPES, "../evil.xml": "<a/>"}, r"points out of the archive: '\.\./evil\.xml'"),
        ({**TYPES, "/etc/passwd": "x"}, "points out of the archive"),
        ({**TYPES, "..\\evil": "x"}, "points out of the archive"),
        ({**TYPES, "C:/evil": "x"}, "points out of the archive"),
        ({**TYPES, "a.bin": b"\0" * (3 * 2**20)}, "times its size; at most 200 times are read"),
        ({**TYPES, **{f"{i}.bin": "" for i in range(5_000)}}, "has 5,001 parts; at most 5,000"),
        ({**TYPES, "a.xml": "<a/>" * 1_500_001}, "times its size"),
        ({**TYPES, "a.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'},
         "has a document type in 'a.xml'"),
        ({**TYPES, "a.xml": '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>'},
         "has a document type"),
        ({**TYPES, "a.xml": "\ufeff<!DOCTYPE a><a/>".encode("utf-16")}, "has a document type"),
        ({**TYPES, "_rels/.rels": "<!DOCTYPE a><a/>"}, "has a document type"),
    ],
)  # fmt: skip
def test_an_archive_with_tricks_is_refused(
    make_archive: MakeArchive, parts: dict[str, str | bytes], reason: str
) -> None:
    with pytest.raises(UnreadableReport, match=reason):
        check_archive(make_archive(parts))


def _many_tags() -> str:
    """Tags by the million that pack badly enough to be no bomb by their size."""
    return "".join(f"<a{i % 9973}/>" for i in range(1_500_001))


def test_a_part_with_millions_of_tags_is_refused(make_archive: MakeArchive) -> None:
    with pytest.raises(UnreadableReport, match="at most 1,500,000 are read"):
        check_archive(make_archive({**TYPES, "a.xml": _many_tags()}))


@pytest.mark.parametrize(
    ("source", "reason"),
    [(b"%PDF-1.7", "not a whole ZIP archive"), (b"PK\x03\x04", "not a whole ZIP archive"),
     (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512, "an old or encrypted Office file"),
     (b"PK\x05\x06" + b"\xff" * 18, "not a whole ZIP archive")],
)  # fmt: skip
def test_what_is_no_archive_is_told(source: bytes, reason: str) -> None:
    with pytest.raises(UnreadableReport, match=reason):
        check_archive(source)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_archive_is_refused(make_docx: MakeDocx, share: float) -> None:
    source = make_docx("<w:p/>" * 100)

    with pytest.raises(UnreadableReport, match="not a whole ZIP archive"):
        check_archive(source[: int(len(source) * share)])


def _directory(source: bytes) -> int:
    """Where the entries of an archive's directory begin."""
    return int(struct.unpack("<I", source[-6:-2])[0])


def test_an_encrypted_part_is_refused(make_archive: MakeArchive) -> None:
    source = bytearray(make_archive(TYPES))
    source[_directory(bytes(source)) + 8] |= 1  # the flag of a password

    with pytest.raises(UnreadableReport, match="is encrypted"):
        check_archive(bytes(source))


def test_parts_that_overlap_are_refused(make_archive: MakeArchive) -> None:
    source = bytearray(make_archive({**TYPES, "a.bin": "x" * 50, "b.bin": "x" * 50}))
    place = source.index(b"b.bin", _directory(bytes(source))) - 4
    source[place : place + 4] = struct.pack("<I", source.index(b"a.bin") - 30)

    with pytest.raises(UnreadableReport, match="overlap"):
        check_archive(bytes(source))


def test_a_damaged_part_is_refused(make_archive: MakeArchive) -> None:
    source = bytearray(make_archive({**TYPES, "a.xml": "<a>words</a>" * 9}))
    source[source.index(b"a.xml") + 8] ^= 0xFF

    with pytest.raises(UnreadableReport, match="not a whole ZIP archive"):
        check_archive(bytes(source))


def test_two_parts_of_one_name_are_refused(make_archive: MakeArchive) -> None:
    source = make_archive({**TYPES, "word/a.bin": "x", "word/b.bin": "y"})

    with pytest.raises(UnreadableReport, match="two parts of one name"):
        check_archive(source.replace(b"word/b.bin", b"word/a.bin"))
