from corpus.readers.docx.nesting import Nesting


def test_lists_nest_by_their_indents_and_a_list_by_its_levels() -> None:
    nesting = Nesting()

    depths = [
        nesting.enter("numbers", 0, indent=0),
        nesting.enter("bullets", 0, indent=360),
        nesting.enter("dashes", 0, indent=720),
        nesting.enter("dashes", 1, indent=720),
        nesting.enter("bullets", 0, indent=360),
        nesting.enter("numbers", 0, indent=0),
    ]

    assert depths == [1, 2, 3, 4, 2, 1]


def test_text_goes_on_in_the_items_that_its_indent_reaches() -> None:
    nesting = Nesting()

    nesting.enter("bullets", 0, indent=360)
    nesting.enter("dashes", 0, indent=720)

    assert [nesting.depth_of_text(indent) for indent in (0, 359, 360, 720)] == [0, 0, 1, 2]


def test_a_heading_ends_all_lists() -> None:
    nesting = Nesting()
    nesting.enter("bullets", 0, indent=360)

    nesting.end()

    assert nesting.depth_of_text(720) == 0
