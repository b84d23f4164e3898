"""Markdown to blocks, by markdown-it-py (CommonMark with tables and footnotes).

"12. The Centre …" is an ordered list to Markdown: the number typed in the file comes back as
the block's mark. Where a writer left the counting to Markdown (every mark typed "1."), the marks
are counted as CommonMark says.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from corpus.blocks import Block, BlockKind, tidy, tidy_lines
from corpus.numbering import BULLET_LABEL
from corpus.readers.lines import split_at_marks

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
# "**Commission****Sixty-fourth session**": two bold lines whose break a converter lost.
_LOST_BREAK = "****"


def read_markdown(text: str) -> tuple[Block, ...]:
    """Read a Markdown report; headings keep no depth, since it is not to be trusted."""
    return tuple(_Walk().blocks(_parser().parse(text)))


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").use(footnote_plugin).use(front_matter_plugin)


@dataclass(slots=True)
class _Walk:
    """The place in the token stream: the open lists, and the mark that waits for its text."""

    marks: list[Iterator[str]] = field(default_factory=list)
    pending_mark: str = ""
    note_mark: str = ""
    heading_is_open: bool = False
    rows: list[list[str]] = field(default_factory=list)
    cell_is_open: bool = False

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """Yield the blocks of ``tokens`` in order."""
        for position, token in enumerate(tokens):
            match token.type:
                case "inline" if self.cell_is_open:
                    self.rows[-1][-1] = tidy(_Inline(token).text)
                case "inline":
                    yield from self._text_block(_Inline(token))
                case "code_block" | "fence" | "html_block":
                    yield from self._raw_block(token)
                case "front_matter":
                    yield from _front_matter_title(token)
                case "table_close":
                    yield Block(kind=BlockKind.TABLE, text="", rows=_rows(self.rows))
                case _:
                    self._enter(tokens, position)

    def _enter(self, tokens: Sequence[Token], position: int) -> None:
        token = tokens[position]
        match token.type:
            case "ordered_list_open" | "bullet_list_open":
                self.marks.append(iter(_list_marks(tokens, position)))
            case "ordered_list_close" | "bullet_list_close":
                del self.marks[-1:]  # a note inside itself comes back with its end alone
            case "list_item_open":
                self.pending_mark = next(self.marks[-1]) if self.marks else ""
            case "heading_open" | "heading_close":
                self.heading_is_open = token.nesting == 1
            case "footnote_open" | "footnote_close":
                self.note_mark = _footnote_mark(token) if token.nesting == 1 else ""
            case _:
                self._enter_table(token)

    def _enter_table(self, token: Token) -> None:
        match token.type:
            case "table_open":
                self.rows = []
            case "tr_open":
                self.rows.append([])
            case "th_open" | "td_open":
                self.rows[-1].append("")
                self.cell_is_open = True
            case "th_close" | "td_close":
                self.cell_is_open = False

    def _text_block(self, inline: "_Inline") -> Iterator[Block]:
        text = tidy_lines(inline.text)
        if not text:
            return
        kind = BlockKind.HEADING if self.heading_is_open else BlockKind.TEXT
        mark, self.pending_mark = self.pending_mark, ""
        if self.note_mark:
            kind, mark = BlockKind.NOTE, self.note_mark
        for place, lines in enumerate(split_at_marks(text.split("\n"))):
            yield Block(
                kind=kind,
                text="\n".join(lines),
                mark="" if place else mark,
                depth=len(self.marks),
                is_bold=inline.is_bold,
                notes=() if place else tuple(inline.notes),
            )

    def _raw_block(self, token: Token) -> Iterator[Block]:
        text = tidy_lines(_without_tags(_BREAK_TAG.sub("\n", token.content)))
        if text:
            mark, self.pending_mark = self.pending_mark, ""
            yield Block(kind=BlockKind.TEXT, text=text, mark=mark, depth=len(self.marks))


class _Inline:
    """The words of an inline token, the notes it cites, and whether all of it is bold."""

    def __init__(self, token: Token) -> None:
        self.notes: list[str] = []
        self.is_bold = True
        self._bold_depth = 0
        pieces = [self._piece(child) for child in token.children or ()]
        self.text = "".join(pieces).replace(_LOST_BREAK, "\n")
        self.is_bold = self.is_bold and bool(self.text.strip())

    def _piece(self, child: Token) -> str:
        match child.type:
            case "strong_open" | "strong_close":
                self._bold_depth += child.nesting
                return ""
            case "softbreak" | "hardbreak":
                return "\n"
            case "footnote_ref":
                self.notes.append(_footnote_mark(child))
                return ""
            case "html_inline":
                return "\n" if _BREAK_TAG.fullmatch(child.content) else ""
        if child.content.strip() and not self._bold_depth:
            self.is_bold = False
        return child.content


def _without_tags(html: str) -> str:
    """The words of HTML; only what stands before the last "-->" can hold whole comments."""
    commented, end, rest = html.rpartition("-->")
    return _TAG.sub("", _COMMENT.sub("", commented + end) + rest)


def _footnote_mark(token: Token) -> str:
    """The label of a footnote; an inline note has none and is counted."""
    return str(token.meta.get("label") or token.meta["id"] + 1)


def _front_matter_title(token: Token) -> Iterator[Block]:
    """The title that YAML front matter gives; its other keys are for a site's generator."""
    match = re.search(r"^title:[ \t]*(?P<quote>[\"']?)(.+?)(?P=quote)[ \t]*$", token.content, re.M)
    if match is not None:
        yield Block(kind=BlockKind.HEADING, text=tidy(match[2]))


def _rows(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in rows)


def _list_marks(tokens: Sequence[Token], position: int) -> Iterator[str]:
    """The marks of the list that opens at ``position``, one for each of its items."""
    opening = tokens[position]
    if opening.type == "bullet_list_open":
        while True:
            yield BULLET_LABEL
    typed = [
        token.info
        for token in tokens[position : _list_end(tokens, position)]
        if token.type == "list_item_open" and token.level == opening.level + 1
    ]
    is_counted = len(typed) > 1 and set(typed) == {"1"}
    for place, number in enumerate(typed):
        yield f"{int(number) + (place if is_counted else 0)}{opening.markup}"


def _list_end(tokens: Sequence[Token], position: int) -> int:
    level = tokens[position].level
    ends = (
        place
        for place, token in enumerate(tokens[position:], position)
        if token.type == "ordered_list_close" and token.level == level
    )
    return next(ends)
