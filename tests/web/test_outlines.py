from service import Cover, Paragraph, Report
from web.outlines import outline_of, runs_of


def report(*sections: tuple[str, ...]) -> Report:
    paragraphs = tuple(
        Paragraph(address=str(n), component="body", number=str(n), text="Words.", sections=own)
        for n, own in enumerate(sections, 1)
    )
    return Report(report_id="r", cover=Cover(), paragraphs=paragraphs)


THREE = report(("I",), ("I", "A"), ("I", "A"), ("II",))
WHOLE, HALVES = (range(4),), (range(2), range(2, 4))


def test_contents_lead_to_every_heading_and_mark_the_one_that_is_open() -> None:
    (part,) = outline_of(THREE, runs_of(THREE), WHOLE, place=2)

    assert (part.label, part.url) == ("", "")
    assert [(e.text, e.url, e.level, e.is_current) for e in part.entries] == [
        ("I", "#s-1-1", 2, False),
        ("A", "#s-2-2", 3, True),
        ("II", "#s-3-1", 2, False),
    ]


def test_contents_of_a_long_report_lead_to_its_parts() -> None:
    first, second = outline_of(THREE, runs_of(THREE), HALVES, place=3)

    assert [(part.label, part.url, part.is_current) for part in (first, second)] == [
        ("Paragraphs 1 to 2", "/r/r?part=1", False),
        ("Paragraphs 3 to 4", "/r/r?part=2", True),
    ]
    assert [entry.url for entry in first.entries] == ["/r/r?part=1#s-1-1", "/r/r?part=1#s-2-2"]
    assert [(entry.url, entry.is_current) for entry in second.entries] == [("#s-3-1", True)]


def test_deep_headings_of_other_parts_are_left_out_where_there_are_too_many() -> None:
    many = report(("I",), *(("I", str(n)) for n in range(150)), ("II",), ("II", "A"))
    parts = (range(151), range(151, 153))

    outlines = [outline_of(many, runs_of(many), parts, place=place) for place in (0, 151)]

    lengths = [[len(part.entries) for part in outline] for outline in outlines]
    assert lengths == [[151, 2], [1, 2]]


def test_a_short_report_without_headings_has_no_contents() -> None:
    plain = report((), ())

    assert outline_of(plain, runs_of(plain), (range(2),), place=0) == ()
    assert outline_of(report(), (), (range(0),), place=0) == ()
