"""Plain text and Markdown that is broken or means harm: a function a file."""

from collections.abc import Callable, Mapping

_BODY = "1. The Council met in New York.\n\n2. It adopted its report.\n"


def one_line_of_10_mb() -> bytes:
    return b"1. " + b"word " * 2_000_000


def a_word_of_10_mb() -> bytes:
    return b"1. " + b"w" * 10_000_000


def a_million_lines() -> bytes:
    return b"1. One.\n" * 1_000_000


def a_hundred_thousand_numbers() -> bytes:
    return b"\n\n".join(b"%d. Paragraph." % number for number in range(1, 100_000))


def null_bytes() -> bytes:
    return b"1. One\0.\n"


def writing_directions() -> bytes:
    return "1. The \u202etcejbo\u202c is \u2066hidden\u2069.\n\n2. Two.".encode()


def lone_surrogates() -> bytes:
    return "1. One \ud800.".encode("utf-8", "surrogatepass")


def other_encoding() -> bytes:
    return "1. Café.".encode("latin-1")


def utf_16() -> bytes:
    return _BODY.encode("utf-16")


def overlong_utf_8() -> bytes:
    return b"1. \xc0\xaf\xe0\x80\xaf."


def nothing() -> bytes:
    return b""


def only_blanks() -> bytes:
    return b" \n\t\r\n \x0c" * 1000


def only_invisible_letters() -> bytes:
    return "\u200b\ufeff\u00ad\u2060".encode() * 1000


def only_byte_order_marks() -> bytes:
    return b"\xef\xbb\xbf" * 1000


def control_characters() -> bytes:
    return b"1. One\x07\x1b[31m red\x7f.\n\n2. Two.\x08\x08"


def letters_with_a_thousand_accents() -> bytes:
    return ("1. Z" + "\u0301" * 100_000 + "algo.").encode()


def a_number_of_a_million_digits() -> bytes:
    return b"1" * 1_000_000 + b". One."


def roman_numbers_without_end() -> bytes:
    return b"m" * 1_000_000 + b". One.\n\n(" + b"i" * 1_000_000 + b") Two."


def other_digits() -> bytes:
    return "١. One.\n\n٢. Two.\n\n². Three.".encode()


def dots() -> bytes:
    return b"1. Contents " + b"." * 1_000_000 + b" 5\n"


def form_feeds() -> bytes:
    return b"1. One.\n" + b"\x0c" * 200_000 + b"2. Two."


def brackets_without_end() -> bytes:
    return b"1. " + b"[" * 50_000 + b"](x"


def stars_without_end() -> bytes:
    return b"1. " + b"*a_ " * 50_000


def quotations_in_quotations() -> bytes:
    return b">" * 50_000 + b" 1. One."


def lists_in_lists() -> bytes:
    return b"".join(b" " * (2 * depth) + b"- one\n" for depth in range(2000))


def back_quotes() -> bytes:
    return b"1. " + b"".join(b"`" * length + b" " for length in range(1, 1500))


def tags() -> bytes:
    return b"1. " + b"<a " * 100_000 + b"<!--" * 10_000 + b"<![CDATA[" * 10_000


def scripts() -> bytes:
    return b"1. <script>alert(1)</script> <img src=x onerror=alert(1)> &#0; &#xD800;\n"


def a_table_of_a_hundred_thousand_rows() -> bytes:
    return b"1. One.\n\n|a|b|\n|-|-|\n" + b"|x|y|\n" * 100_000


def a_table_of_ten_thousand_columns() -> bytes:
    head = b"|a" * 10_000 + b"|\n" + b"|-" * 10_000 + b"|\n"
    return b"1. One.\n\n" + head + b"|x|\n" * 100


def links_to_themselves() -> bytes:
    return b"1. [a][b].\n\n[b]: [a]\n[a]: <" + b"x" * 100_000 + b">\n"


def notes_of_notes() -> bytes:
    return b"1. One[^1].\n\n" + b"".join(b"[^%d]: See[^%d].\n" % (n, n + 1) for n in range(2000))


def words_of_another_format() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


FILES: Mapping[str, Callable[[], bytes]] = {
    make.__name__: make
    for make in (
        one_line_of_10_mb, a_word_of_10_mb, a_million_lines, a_hundred_thousand_numbers,
        null_bytes, writing_directions, lone_surrogates, other_encoding, utf_16, overlong_utf_8,
        nothing, only_blanks, only_invisible_letters, only_byte_order_marks, control_characters,
        letters_with_a_thousand_accents, a_number_of_a_million_digits, roman_numbers_without_end,
        other_digits, dots, form_feeds, brackets_without_end, stars_without_end,
        quotations_in_quotations, lists_in_lists, back_quotes, tags, scripts,
        a_table_of_a_hundred_thousand_rows, a_table_of_ten_thousand_columns, links_to_themselves,
        notes_of_notes, words_of_another_format,
    )
}  # fmt: skip
