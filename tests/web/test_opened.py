from service import Cover, Paragraph, Parallel, Parallels, Report, Restatement
from web.opened import Target, opened_view


def paragraph(number: str) -> Paragraph:
    return Paragraph(address=number, component="body", number=number, text=f"Words of {number}.")


REPORT = Report(
    report_id="e-2025-28",
    cover=Cover(symbol="E/2025/28"),
    paragraphs=tuple(map(paragraph, ("1", "2", "3"))),
)


def target(place: int, *, parallels: Parallels | None = None) -> Target:
    return Target(
        paragraph=REPORT.paragraphs[place],
        spans=((0, 5),),
        base_url="http://x",
        parallels=parallels or Parallels(also=(), related=()),
        languages={"r": "fr"},
    )


def restatement(number: str) -> Restatement:
    return Restatement(
        report_id="r", symbol="R", number=number, address=number, citation=f"R, para. {number}",
        url=f"/r/r/{number}",
    )  # fmt: skip


def test_the_citation_quotes_what_is_marked() -> None:
    citation = opened_view(REPORT, target(0)).citation

    assert citation.quotation == "“Words” (E/2025/28, para. 1)"
    assert citation.permalink == "http://x/r/e-2025-28/1"


def test_the_neighbours_of_a_paragraph_are_a_step_away() -> None:
    views = [opened_view(REPORT, target(place)) for place in range(3)]

    links = [(view.earlier and view.earlier.url, view.later and view.later.url) for view in views]
    assert links == [
        (None, "/r/e-2025-28/2#p-2"),
        ("/r/e-2025-28/1#p-1", "/r/e-2025-28/3#p-3"),
        ("/r/e-2025-28/2#p-2", None),
    ]
    assert views[1].later is not None
    assert views[1].later.label == "Next paragraph: Paragraph 3"


def test_of_many_places_that_say_the_same_three_are_listed_and_the_rest_open() -> None:
    also = tuple(restatement(str(number)) for number in range(5))

    view = opened_view(REPORT, target(0, parallels=Parallels(also=also, related=())))

    assert [each.citation for each in view.also] == [f"R, para. {n}" for n in range(3)]
    assert (len(view.more), view.more_label) == (2, "2 more")


def test_a_related_paragraph_is_told_by_how_it_begins() -> None:
    related = Parallel(
        report_id="r", symbol="R", number="1", address="1", citation="R, para. 1", url="/r/r/1",
        text="Des mots\nqui " + "continuent " * 40,
    )  # fmt: skip

    view = opened_view(REPORT, target(0, parallels=Parallels(also=(), related=(related,))))

    (told,) = view.related
    assert told.beginning.startswith("Des mots qui continuent")
    assert told.beginning.endswith("continuent …")
    assert len(told.beginning) <= 182
    assert told.language == "fr"
