from corpus.readers.grid import Grid


def test_a_cell_that_spans_leaves_its_places_empty() -> None:
    grid = Grid()

    grid.add_row()
    grid.add_cell("tall and wide", columns=2, rows=2)
    grid.add_cell("c")
    grid.add_row()
    grid.add_cell("f")
    grid.add_row()
    grid.add_cell("g")

    assert grid.rows == (("tall and wide", "", "c"), ("", "", "f"), ("g",))


def test_rows_without_text_are_left_out() -> None:
    grid = Grid()

    grid.add_row()
    grid.add_cell("")

    assert grid.rows == ()


def test_a_cell_without_a_row_begins_one() -> None:
    grid = Grid()

    grid.add_cell("a")

    assert grid.rows == (("a",),)


def test_spans_are_bounded() -> None:
    grid = Grid()

    grid.add_cell("a", columns=10**9, rows=10**9)

    assert len(grid.rows[0]) == 64
