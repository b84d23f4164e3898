"""What a ZIP archive must be before a parser may open it: whole, small enough, and without tricks.

A file of 430 kB can unpack to 160 MB of empty paragraphs, so sizes are judged from the archive's
own directory, and then from what each XML part really holds.
"""

import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import PurePosixPath

from corpus.errors import UnreadableReport

_MAX_ENTRIES = 5_000  # a Word file has a dozen, and one for each picture
_MAX_BYTES = 200 * 2**20  # of all entries together, unpacked
_MAX_RATIO = 200  # unpacked to packed; Word files lie below 50
_MIN_BOMB_BYTES = 2**20  # below this a ratio says nothing: a blank picture packs well
_MAX_XML_BYTES = 64 * 2**20  # of one part, which is parsed whole
_MAX_TAGS = 1_500_000  # in one part; a thousand pages of text have some 300,000

_CONTENT_TYPES = "[Content_Types].xml"
_OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")  # .doc files, and encrypted .docx files
_LOCAL_HEADER_BYTES = 30  # before the name: PKWARE APPNOTE, 4.3.7
_ENCRYPTED = 0x1  # of the flags: 4.4.4


def check_archive(source: bytes) -> None:
    """Refuse an archive that is damaged, or that could exhaust or mislead a parser.

    Raises:
        UnreadableReport: the first reason found.
    """
    if source.startswith(_OLE_SIGNATURE):
        raise UnreadableReport("is an old or encrypted Office file; save it as an open .docx")
    try:
        with zipfile.ZipFile(BytesIO(source)) as archive:
            entries = archive.infolist()
            _check_names(entries)
            _check_sizes(entries)
            _check_places(entries)
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    _check_xml(entry.filename, archive.read(entry))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise UnreadableReport(f"is not a whole ZIP archive: {error}") from error
    except (UnicodeDecodeError, ValueError) as error:
        raise UnreadableReport("is not a whole ZIP archive: its directory is damaged") from error


def _check_names(entries: Sequence[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(names) > _MAX_ENTRIES:
        raise UnreadableReport(f"has {len(names):,} parts; at most {_MAX_ENTRIES:,} are read")
    if _CONTENT_TYPES not in names:
        raise UnreadableReport(f"is no Office file: it has no part {_CONTENT_TYPES}")
    if len(set(names)) < len(names):
        raise UnreadableReport("has two parts of one name")
    for name in names:
        path = PurePosixPath(name.replace("\\", "/"))
        has_drive = ":" in path.as_posix().partition("/")[0]
        if path.is_absolute() or ".." in path.parts or has_drive:
            raise UnreadableReport(f"has a part that points out of the archive: {name!r}")


def _check_sizes(entries: Sequence[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > _MAX_BYTES:
        raise UnreadableReport(f"unpacks to {unpacked:,} bytes; at most {_MAX_BYTES:,} are read")
    if unpacked > max(_MIN_BOMB_BYTES, _MAX_RATIO * packed):
        raise UnreadableReport(
            f"unpacks to {unpacked // max(packed, 1):,} times its size; "
            f"at most {_MAX_RATIO} times are read"
        )


def _check_places(entries: Sequence[zipfile.ZipInfo]) -> None:
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableReport(f"is encrypted: the part {entry.filename!r} has a password")
        if entry.header_offset < end:
            raise UnreadableReport(f"has parts that overlap: {entry.filename!r}")
        name_bytes = len(entry.orig_filename.encode("utf-8"))
        end = entry.header_offset + _LOCAL_HEADER_BYTES + name_bytes + entry.compress_size


def _check_xml(name: str, content: bytes) -> None:
    if len(content) > _MAX_XML_BYTES:
        raise UnreadableReport(
            f"has {len(content):,} bytes in {name!r}; at most {_MAX_XML_BYTES:,} are read"
        )
    if (tags := content.count(b"<")) > _MAX_TAGS:
        raise UnreadableReport(f"has {tags:,} tags in {name!r}; at most {_MAX_TAGS:,} are read")
    if b"<!DOCTYPE" in content.replace(b"\0", b""):  # UTF-16 too
        raise UnreadableReport(f"has a document type in {name!r}, which no Office file needs")
