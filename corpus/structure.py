"""Blocks to a report: the one reader of structure, whatever the format of the file.

It trusts the sequence of labels and not the file's markup. A number opens a paragraph when it
continues the count of its component; a gap or a repeat is kept as printed and told as a doubt.
Text without a number belongs to the numbered paragraph before it, or, directly under a heading,
is a paragraph of its own with a fallback address.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from corpus.addresses import numbered_address, report_id_of, unnumbered_address
from corpus.blocks import Block, BlockKind, Transcript, tidy
from corpus.boxes import join_boxes
from corpus.cover import read_cover
from corpus.draft import Draft
from corpus.errors import UnreadableReport
from corpus.front import UNFINISHED, is_opening_title, read_mark, split_front
from corpus.notes import link_notes
from corpus.numbering import Mark, is_bare_label, paragraph_number, read_heading
from corpus.outline import Outline
from corpus.records import BODY, Cover, Doubt, Note, Paragraph, Report, Table
from corpus.sidecar import complete

_MAX_HEADING_CHARS = 700
_MAX_PLAIN_CHARS = 240  # of a heading that the file does not mark
_MAX_GAP = 20  # a larger jump is a year or a quantity at the start of a line
_BOLD_RANK = 0.5  # points of size that bold letters count for
_MIN_QUOTED_CHARS = 120  # of a first paragraph; an agenda's entries are shorter
_AGENDA = re.compile(r"\b(?:provisional\s+)?agenda\b", re.IGNORECASE)
_ANNOUNCES_DRAFT = re.compile(  # "recommends the adoption of the following draft decision:"
    r"\bfollowing\s+((?:draft\s+)?(?:resolution|decision))\b[^.]{0,60}:$", re.IGNORECASE
)
_QUOTES_TEXT = re.compile(  # "The report read as follows:"   "adopted the following text:"
    r"\b(?:reads?|follows|text|quoted|reproduced|statement|declaration)\b[^.]{0,80}:$",
    re.IGNORECASE,
)


def read_structure(
    transcript: Transcript, *, source_name: str, source_sha256: str, told: Cover | None = None
) -> Report:
    """Read a report from its transcript; ``told`` completes the cover with its sidecar.

    Raises:
        UnreadableReport: there is no paragraph in it.
    """
    front, front_notes, rest = split_front(transcript.blocks)
    body = _Body()
    body.read(rest)
    if not body.paragraphs:
        raise UnreadableReport(f"{source_name} has no paragraphs")
    cover = complete(read_cover(front), told or Cover())
    return Report(
        report_id=report_id_of(cover, source_name),
        cover=cover,
        paragraphs=tuple(body.paragraphs),
        sections=tuple(body.outline.sections),
        notes=link_notes((*front_notes, *body.notes), body.paragraphs),
        tables=(*_cover_tables(front), *body.placed_tables()),
        doubts=(*transcript.doubts, *body.doubts),
        pages=transcript.pages,
        source_name=source_name,
        source_sha256=source_sha256,
    )


def _cover_tables(front: Sequence[Block]) -> tuple[Table, ...]:
    tables = [block for block in front if block.kind is BlockKind.TABLE]
    return tuple(Table(title=None, rows=block.rows, page=block.page) for block in tables)


@dataclass(slots=True)
class _Body:
    """The state of reading everything after the front."""

    outline: Outline = field(default_factory=Outline)
    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    tables: list[tuple[int, Table]] = field(default_factory=list)  # paragraphs before each
    doubts: list[Doubt] = field(default_factory=list)
    _draft: Draft | None = None
    _number: str | None = None
    _page: int | None = None
    _is_untitled: bool = False
    _is_title: bool = False  # the draft is the title of an annex, which no paragraph precedes
    _addresses: set[str] = field(default_factory=set)
    _unnumbered: int = 0

    def read(self, blocks: Sequence[Block]) -> None:
        """Read all blocks, in order."""
        for block, following in zip(blocks, [*blocks[1:], None], strict=False):
            match block.kind:
                case BlockKind.NOTE:
                    self.notes.append(Note(mark=block.mark, text=tidy(block.text), page=block.page))
                case BlockKind.TABLE:
                    self._add_table(block)
                case _:
                    self._add(block, following)
        self._close()

    def placed_tables(self) -> tuple[Table, ...]:
        """The tables, each with the address of the paragraph that it follows."""
        return tuple(
            replace(table, address=self.paragraphs[before - 1].address) if before else table
            for before, table in self.tables
        )

    def _add(self, block: Block, following: Block | None) -> None:
        mark, words = read_mark(block)
        if mark is not None and self._begins_quoted_text(mark, words):
            self._quote_text()
        if self._is_heading(block, following, mark=mark):
            self._enter_section(block)
        elif mark is not None and self._opens_paragraph(mark):
            self._open_numbered(block, mark, words)
        elif mark is not None and self._draft is not None and not self._is_quantity(mark):
            self._draft.add_item(mark, words, depth=block.depth, is_listed=bool(block.mark))
            self._draft.take_marks(block)
        else:
            self._add_text(block, words if mark is None else f"{mark.label} {words}")

    def _is_heading(self, block: Block, following: Block | None, *, mark: Mark | None) -> bool:
        text = tidy(block.text)
        is_marked = block.kind is BlockKind.HEADING
        if block.mark or len(text) > (_MAX_HEADING_CHARS if is_marked else _MAX_PLAIN_CHARS):
            return False
        if mark is not None and (self._opens_paragraph(mark) or self._can_be_item(mark)):
            _, words = read_mark(block)
            is_item = self._goes_on_listing(mark) or words[:1].islower() or mark.is_bullet
            return is_marked and not UNFINISHED.search(text) and not is_item
        if is_marked or is_opening_title(block):
            return not self._is_subject(block)
        is_inside = block.depth > 0 and not text.isupper()  # capitals in the middle are a title
        if UNFINISHED.search(text) or is_inside or self._begins_list(mark):
            return False
        heading = read_heading(text)
        if heading.label is not None:
            return heading.component is not None or self.outline.continues(heading.label)
        return mark is None and (block.is_bold or self._stands_before_number(text, following))

    def _goes_on_listing(self, mark: Mark) -> bool:
        """Whether a letter is the next of the items of the open paragraph."""
        is_letter = paragraph_number(mark) is None
        return is_letter and self._draft is not None and self._draft.continues_list(mark)

    def _is_subject(self, block: Block) -> bool:
        """Whether a slanted line is the subject of a resolution's verbs: "The General Assembly"."""
        is_slanted = block.is_italic and not block.is_bold
        return self.outline.is_embedded and is_slanted and block.text.startswith("The ")

    def _can_be_item(self, mark: Mark) -> bool:
        """Whether a mark, be its words set in bold, can mark an item of the open paragraph."""
        return mark.is_bullet or (self._number is not None and paragraph_number(mark) is None)

    def _begins_list(self, mark: Mark | None) -> bool:
        """Whether a mark follows a colon, and so is no label of a heading."""
        return mark is not None and self._draft is not None and self._draft.text.endswith(":")

    def _stands_before_number(self, text: str, following: Block | None) -> bool:
        """Whether a short plain line sits between a finished paragraph and the next number."""
        if following is None or len(text) > _MAX_PLAIN_CHARS // 2 or not text[0].isupper():
            return False
        is_finished = self._draft is None or bool(re.search(r"[.!?”\"]$", self._draft.text))
        mark, _ = read_mark(following)
        return is_finished and mark is not None and self._opens_paragraph(mark)

    def _begins_quoted_text(self, mark: Mark, words: str) -> bool:
        """Whether a first number opens a text that is quoted with numbers of its own."""
        return (
            self._number is not None
            and self._draft is not None
            and paragraph_number(mark) == "1"
            and len(words) >= _MIN_QUOTED_CHARS
            and _QUOTES_TEXT.search(self._draft.text) is not None
        )

    def _quote_text(self) -> None:
        name = f"text quoted in paragraph {self._number}"
        self._close()
        self.outline.quote(name)

    def _enter_section(self, block: Block) -> None:
        title_is_due = self._is_untitled and self._draft is None
        heading = read_heading(tidy(block.text), with_dot=block.kind is not BlockKind.HEADING)
        if heading.label is None and (announced := self._announced_component()):
            heading = replace(heading, component=announced)
        self._close()
        self._unnumbered = 0
        if title_is_due and heading.label is None:
            self.outline.name_current(heading.title)
            self._is_untitled = False
            return
        rank = None if block.size is None else block.size + _BOLD_RANK * block.is_bold
        self.outline.enter(heading, page=block.page, rank=rank)
        self._is_untitled = is_bare_label(heading)

    def _opens_paragraph(self, mark: Mark) -> bool:
        """Whether a mark is the next number of this component, allowing for a small gap."""
        number = paragraph_number(mark)
        if (
            number is None
            or self._is_in_agenda()
            or (self._draft is not None and self._draft.continues_list(mark))
        ):
            return False
        return self.outline.follows(mark.readings[0].ordinal, gap=_MAX_GAP)

    def _announced_component(self) -> str | None:
        """The draft that a numbered paragraph announces, whose title follows without a label."""
        if self._draft is None or self._number is None:
            return None
        match = _ANNOUNCES_DRAFT.search(self._draft.text)
        return match[1].lower() if match else None

    def _is_in_agenda(self) -> bool:
        """Whether numbers count the entries of an agenda that a decision sets out."""
        return self.outline.is_embedded and any(map(_AGENDA.search, self.outline.headings))

    def _is_quantity(self, mark: Mark) -> bool:
        """Whether a number is too great to count paragraphs or items here: "2021. By then"."""
        is_next = self._draft is not None and self._draft.continues_list(mark)
        value = mark.readings[0].ordinal
        return (
            paragraph_number(mark) is not None
            and not is_next
            and value > self.outline.last_number + _MAX_GAP
        )

    def _open_numbered(self, block: Block, mark: Mark, words: str) -> None:
        self._close()
        if self._unnumbered and not self.outline.last_number and self.outline.component == BODY:
            self.outline.leave_opening()
        value = mark.readings[0].ordinal
        number = paragraph_number(mark) or ""
        last_number = self.outline.count(value)
        self._doubt_sequence(number, value, last_number, page=block.page)
        self._open(block, words, number=number)

    def _doubt_sequence(self, number: str, value: int, last: int, *, page: int | None) -> None:
        where = "" if self.outline.component == BODY else f" of {self.outline.component}"
        if value > last + 1:
            missing = f"{last + 1}" + (f" to {value - 1}" if value > last + 2 else "")
            told = f"no paragraph {missing}{where} before paragraph {number}"
            self.doubts.append(Doubt(code="numbering-gap", message=told, page=page))
        elif value == last and number.isdigit():
            told = f"paragraph {number}{where} is printed twice"
            self.doubts.append(Doubt(code="numbering-repeat", message=told, page=page))

    def _add_text(self, block: Block, words: str) -> None:
        if self._draft is not None and self._number is not None:
            self._draft.add_text(words, depth=block.depth)
            self._draft.take_marks(block)
            return
        self._close()
        self._open(block, words, number=None)

    def _open(self, block: Block, words: str, *, number: str | None) -> None:
        self._is_untitled = False
        self._draft = Draft(words, block.depth)
        self._draft.take_marks(block)
        self._number, self._page = number, block.page

    def _close(self) -> None:
        if self._draft is None:
            return
        if self._number is None and not self._is_title:
            self._unnumbered += 1
        self.paragraphs.append(
            Paragraph(
                address=self._address(),
                component=self.outline.component,
                number=self._number,
                text=self._draft.text,
                page=self._page,
                sections=self.outline.headings,
                items=self._draft.items,
                notes=tuple(self._draft.notes),
                boxes=join_boxes(self._draft.boxes),
            )
        )
        self._draft, self._number, self._is_title = None, None, False

    def _address(self) -> str:
        """The address of the paragraph that closes.

        A second number of that name gets a suffix; a second section of one name counts on.
        """
        component = self.outline.component
        if self._number is None:
            ordinals = (self._unnumbered + more for more in count())
            names = (self._unnumbered_address(ordinal) for ordinal in ordinals)
        else:
            address = numbered_address(component, self._number)
            names = (address if copy == 1 else f"{address}_{copy}" for copy in count(1))
        unique = next(name for name in names if name not in self._addresses)
        self._addresses.add(unique)
        return unique

    def _unnumbered_address(self, ordinal: int) -> str:
        place = len(self.outline.sections)
        return unnumbered_address(
            self.outline.component, self.outline.current, ordinal, place=place
        )

    def _is_first_of_annex(self) -> bool:
        """Whether nothing stands yet in an annex: its title is then what a table belongs to."""
        component = self.outline.component
        is_empty = self._draft is None and not self._unnumbered and not self.outline.last_number
        last = self.paragraphs[-1].component if self.paragraphs else BODY
        return is_empty and component not in (BODY, last)

    def _add_table(self, block: Block) -> None:
        section = self.outline.current
        title = tidy(block.text) or (section.title if section else None)
        if section is not None and self._is_first_of_annex():
            self._draft, self._page = Draft(section.title, 0), section.page
            self._is_title = True
        before = len(self.paragraphs) + (self._draft is not None)
        self.tables.append((before, Table(title=title, rows=block.rows, page=block.page)))
