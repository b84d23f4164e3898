from corpus.counting import count_text


def test_one_of_something_has_no_plural() -> None:
    assert (count_text(1, "report"), count_text(0, "report")) == ("1 report", "0 reports")


def test_large_numbers_are_grouped() -> None:
    assert count_text(1204, "report") == "1,204 reports"
