import pytest

from corpus.errors import UnreadableReport
from corpus.readers import transcribe


@pytest.mark.parametrize("name", ["report.odt", "report", "report.md.zip", ".md"])
def test_an_unknown_format_is_told_with_those_known(name: str) -> None:
    with pytest.raises(UnreadableReport, match=r"known are \.md, \.markdown, \.txt"):
        transcribe(name, b"1. One.")


@pytest.mark.parametrize("name", ["report.md", "REPORT.MD", "a.b.markdown", "report.txt"])
def test_the_name_says_the_format_in_any_case(name: str) -> None:
    assert [block.text for block in transcribe(name, b"One.").blocks] == ["One."]


@pytest.mark.parametrize(
    ("source", "reason"),
    [(b"1. One \xff", "byte 7 is not UTF-8"), (b"1. One\0", "byte 6 is a NUL"),
     (b"\xef\xbb\xbfOne\0", "byte 6 is a NUL"), (b"%PDF-1.7\xe2\xe3", "byte 8 is not UTF-8")],
)  # fmt: skip
def test_bytes_that_are_no_text_are_told_by_their_place(source: bytes, reason: str) -> None:
    with pytest.raises(UnreadableReport, match=rf"report\.txt is not a text file: {reason}"):
        transcribe("report.txt", source)


def test_a_byte_order_mark_is_no_text() -> None:
    assert [block.text for block in transcribe("r.txt", b"\xef\xbb\xbfOne").blocks] == ["One"]
