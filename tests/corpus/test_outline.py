from corpus.numbering import read_heading
from corpus.outline import Outline


def _outline(*headings: str) -> Outline:
    outline = Outline()
    for heading in headings:
        outline.enter(read_heading(heading), page=None)
    return outline


def _levels(*headings: str) -> list[int]:
    return [section.level for section in _outline(*headings).sections]


def test_the_level_comes_from_the_label() -> None:
    assert _levels("I. One", "A. Two", "1. Three", "B. Four", "II. Five") == [1, 2, 3, 2, 1]


def test_a_decimal_label_lies_as_deep_as_it_has_parts() -> None:
    assert _levels("1. One", "1.1. Two", "1.1.1. Three", "1.2. Four") == [3, 4, 5, 4]


def test_the_path_keeps_the_headings_above_only() -> None:
    assert _outline("I. One", "A. Two", "1. Three", "B. Four").headings == ("I. One", "B. Four")


def test_i_after_h_is_a_letter() -> None:
    letters = [f"{letter}. Part" for letter in "ABCDEFGH"]

    assert _levels("I. One", *letters, "I. Part")[-1] == 2


def test_i_at_the_start_is_a_chapter() -> None:
    assert _levels("I. One", "II. Two") == [1, 1]


def test_v_after_iv_is_a_chapter_though_letters_are_open() -> None:
    chapters = ["I. One", "II. Two", "III. Three", "IV. Four"]

    assert _levels(*chapters, "A. Part", "V. Five")[-1] == 1


def test_a_heading_without_a_label_lies_below_the_labelled_one() -> None:
    assert _levels("Summary", "I. One", "Trends", "A. Two", "Africa", "Asia") == [1, 1, 2, 2, 3, 3]


def test_a_heading_without_a_label_closes_its_like() -> None:
    assert _outline("I. One", "Africa", "Asia").headings == ("I. One", "Asia")


def test_an_annex_opens_a_component_and_closes_every_section() -> None:
    outline = _outline("I. One", "A. Two", "Annex II")

    assert (outline.component, outline.headings) == ("annex II", ("Annex II",))


def test_chapters_of_an_annex_lie_below_it() -> None:
    assert _levels("Annex I", "I. One", "A. Two", "Annex II", "I. One") == [1, 2, 3, 1, 2]


def test_labels_restart_in_an_annex() -> None:
    assert _outline("I. One", "II. Two", "Annex", "I. One").headings == ("Annex", "I. One")


def test_a_label_continues_only_as_the_next_or_a_first() -> None:
    outline = _outline("I. One", "II. Two", "A. Part")

    assert [
        label for label in ("III", "B", "1", "IV", "C", "2", None) if outline.continues(label)
    ] == [
        "III",
        "B",
        "1",
    ]


def test_nothing_stands_above_the_start() -> None:
    outline = Outline()

    assert (outline.headings, outline.current, outline.component) == ((), None, "body")
