"""A conversation as Markdown: every question, what answers it, and every citation.

Words of reports are escaped, so that they read in Markdown as they are printed.
"""

import re
from collections.abc import Iterator, Sequence

from corpus.catalogue import gettext
from service.answer import Answer, Passage
from service.quotes import QuotedTable, cells_text, quoted_tables, told
from service.telling import change_text, is_completed, receipt_facts, scope_text

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$])")
_OPENING = re.compile(
    r"""
    ^[ \t]*                          # Markdown shows no blanks before a line
    (?: ([-+=]) | (\d+)([.)]) )?     # - an item   1. an item   ===
    """,
    re.VERBOSE | re.MULTILINE,
)


def transcript_of(answers: Sequence[Answer], *, base_url: str = "") -> str:
    """The conversation as Markdown; ``base_url`` makes links of its permalinks."""
    lines = [f"# {gettext('Questions and cited answers')}", ""]
    for place, answer in enumerate(answers, 1):
        lines += [f"## {place}. {escaped(answer.question)}", ""]
        lines += _answer_lines(answer, base_url)
    if answers:
        facts = receipt_facts(answers[-1].receipt)
        receipt = ", ".join(f"{name} {value}" for name, value in facts)
        lines += ["---", "", f"{gettext('Receipt')}: {escaped(receipt)}", ""]
    return "\n".join(lines)


def escaped(text: str) -> str:
    """A text that Markdown shows as it is."""
    return _OPENING.sub(_escaped_opening, _SPECIAL.sub(r"\\\1", text))


def _escaped_opening(match: re.Match[str]) -> str:
    sign, number, point = match.groups(default="")
    return f"{number}\\{sign or point}" if match[0].strip() else ""


def _answer_lines(answer: Answer, base_url: str) -> Iterator[str]:
    yield from _understanding_lines(answer)
    if answer.is_reply:
        yield from (escaped(answer.message), "")
    elif not answer.answered:
        verdict = gettext("Not in these reports")
        yield from (f"**{verdict}.** {escaped(answer.message)}".rstrip(), "")
        if answer.passages:
            yield from (f"{gettext('Nearest paragraphs')}:", "")
    elif answer.message:
        yield from (escaped(answer.message), "")
    for column in answer.columns:
        yield from (f"### {escaped(column.label)}", "")
        if not column.passages:
            yield from (f"{gettext('Not in these reports')}.", "")
        for passage in column.passages:
            yield from _passage_lines(passage, base_url)
    for passage in () if answer.columns else answer.passages:
        yield from _passage_lines(passage, base_url)


def _understanding_lines(answer: Answer) -> Iterator[str]:
    if is_completed(answer):
        yield from (gettext("Searched for: %(query)s", query=escaped(answer.query)), "")
    if not answer.scope.is_open:
        told = scope_text(answer.scope, inferred=answer.inferred)
        yield from (gettext("Searched only in: %(scope)s", scope=escaped(told)), "")


def _passage_lines(passage: Passage, base_url: str) -> Iterator[str]:
    for table in quoted_tables(passage):
        yield from _table_lines(table)
        yield from ("", f"— {_cited(table.citation, passage.url, base_url)}", "")
    for place, quote in enumerate(told(passage)):
        if place:
            yield from (">", "> […]", ">")
        yield "  \n".join(f"> {line}" for line in escaped(quote).split("\n"))
    if told(passage):
        yield from ("", f"— {_cited(passage.citation, passage.url, base_url)}")
    for related in passage.relations:
        yield f"  ({escaped(f'{gettext(related.kind)} {related.symbol}')})"
    yield ""
    for change in passage.changes:
        yield from (escaped(change_text(change)), "")
    if passage.also:
        places = "; ".join(_cited(each.citation, each.url, base_url) for each in passage.also)
        yield from (gettext("Also said in %(places)s", places=places), "")


def _table_lines(table: QuotedTable) -> Iterator[str]:
    """The rows of a table under its title and head, a line each."""
    told = [table.title or "", *map(cells_text, (table.head, *table.rows))]
    yield "  \n".join(f"> {escaped(line)}" for line in told if line)


def _cited(citation: str, url: str, base_url: str) -> str:
    """A citation, as a link where there is an address to link to."""
    if not base_url:
        return escaped(citation)
    return f"[{escaped(citation)}](<{base_url}{url}>)"
