"""A paragraph as printed: cuttings of the pages that it stands on, with its boxes marked."""

from collections.abc import Sequence
from dataclasses import replace

from service import Box, CorpusError, Paragraph, Report, UnknownReport, gettext, msgid
from web.originals import has_pages, original_url, picture_url
from web.pictures import Pictures
from web.reader_contexts import Facsimile, MarkedBox

_MAX_PAGES = 4  # of one paragraph; the rest is a link away
_MARGIN = 24.0  # points: two lines of text around the paragraph, so that its place is seen
_UNKNOWN = msgid(
    "Page %(page)s cannot be shown: the library does not have the file of this report."
)
_UNDRAWN = msgid("Page %(page)s cannot be shown: it cannot be drawn from the file of this report.")


def facsimiles_of(
    report: Report, paragraph: Paragraph, *, pictures: Pictures
) -> tuple[Facsimile, ...]:
    """The pages of a paragraph in order, four at most; none where the file has no pages."""
    if not has_pages(report):
        return ()
    pages = sorted({box.page for box in paragraph.boxes})[:_MAX_PAGES]
    return tuple(
        _facsimile(
            report, page, boxes=[b for b in paragraph.boxes if b.page == page], pictures=pictures
        )
        for page in pages
    )


def _facsimile(report: Report, page: int, *, boxes: Sequence[Box], pictures: Pictures) -> Facsimile:
    plain = Facsimile(
        anchor=f"facsimile-{page}",
        caption=_caption(report, page),
        picture_url=picture_url(report, page),
        original_url=f"{original_url(report)}#page={page}",
    )
    try:
        picture = pictures.page(report, page)
    except UnknownReport:
        return replace(plain, notice=gettext(_UNKNOWN, page=page))
    except CorpusError:
        return replace(plain, notice=gettext(_UNDRAWN, page=page))
    whole = Box(page=page, left=0.0, top=0.0, right=picture.width, bottom=picture.height)
    marked = [part for box in boxes if (part := _overlap(box, whole))]
    return replace(
        plain,
        view=" ".join(_lengths(_cutting(marked, whole) if marked else whole)),
        width=_points(picture.width),
        height=_points(picture.height),
        boxes=tuple(MarkedBox(*_lengths(box)) for box in marked),
    )


def _caption(report: Report, page: int) -> str:
    if report.cover.symbol is None:
        return gettext("Page %(page)s of the report, as printed", page=page)
    return gettext("Page %(page)s of %(symbol)s, as printed", page=page, symbol=report.cover.symbol)


def _cutting(boxes: Sequence[Box], whole: Box) -> Box:
    """The part of a page around boxes that lie on it."""
    around = Box(
        page=whole.page,
        left=min(box.left for box in boxes) - _MARGIN,
        top=min(box.top for box in boxes) - _MARGIN,
        right=max(box.right for box in boxes) + _MARGIN,
        bottom=max(box.bottom for box in boxes) + _MARGIN,
    )
    return _overlap(around, whole) or whole


def _overlap(box: Box, other: Box) -> Box | None:
    """What two boxes have in common; None where it has no area."""
    left, top = max(box.left, other.left), max(box.top, other.top)
    right, bottom = min(box.right, other.right), min(box.bottom, other.bottom)
    if not (left < right and top < bottom):
        return None
    return Box(page=box.page, left=left, top=top, right=right, bottom=bottom)


def _lengths(box: Box) -> tuple[str, str, str, str]:
    """The left edge, the top edge, the width and the height of a box."""
    lengths = (box.left, box.top, box.right - box.left, box.bottom - box.top)
    left, top, width, height = map(_points, lengths)
    return left, top, width, height


def _points(length: float) -> str:
    return f"{length:.1f}"
