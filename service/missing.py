"""What is told of a place that a citation names and a report does not have: what it has instead.

Components, sections and "para." are words of the citation, and stay as it has them.
"""

from collections.abc import Iterable, Sequence

from corpus.catalogue import gettext, ngettext, range_text
from corpus.numbering import BULLET_LABEL
from corpus.records import BODY, Paragraph, Report, known_paragraphs
from corpus.references import Reference, is_section_path
from service.citation import heading_labels


def missing_item(paragraph: Paragraph) -> str:
    """What items a paragraph has, told when one was named that it has not."""
    place = f"para. {paragraph.number}"
    labels = [item.label for item in paragraph.items if item.level == 1]
    if not labels:
        return gettext("%(place)s has no lettered or bulleted parts.", place=place)
    if labels[0] == BULLET_LABEL:
        return ngettext(
            "%(place)s has %(num)s bullet point.",
            "%(place)s has %(num)s bullet points.",
            len(labels),
            place=place,
        )
    listed = ", ".join(dict.fromkeys(labels))
    return gettext("%(place)s has the parts %(labels)s.", place=place, labels=listed)


def missing_numbers(
    reference: Reference, missing: Sequence[str], held: Sequence[str], report: Report
) -> str:
    """What numbers do not exist, and which do."""
    named = _named(reference, numbers=dict.fromkeys((missing[0], missing[-1])))
    if reference.component is None and reference.section is None:
        known = known_paragraphs(report)
        return gettext("%(named)s: this report has %(known)s.", named=named, known=known)
    place = reference.component or ""
    if reference.section is not None:
        place = _section_name(reference.section)
    if not held:
        return gettext(
            "%(named)s: the paragraphs of its %(place)s have no numbers.",
            named=named,
            place=place,
        )
    return gettext(
        "%(named)s: its %(place)s has paragraphs %(numbers)s.",
        named=named,
        place=place,
        numbers=range_text(held[0], held[-1]),
    )


def missing_place(reference: Reference, own: Sequence[Paragraph], report: Report) -> str:
    """Which component or section a report lacks, and which of its kind it has.

    ``own`` are the paragraphs of the component that is named; none where it is that which lacks.
    """
    component = reference.component or BODY
    if not own:
        kind = component.split()[0].casefold()
        units = [p.component.partition(", ")[0] for p in report.paragraphs]
        alike = dict.fromkeys(unit for unit in units if unit.casefold().split()[0] == kind)
        return _no_such_place(reference, component, others=list(alike))
    labels = dict.fromkeys(labels[0] for p in own if (labels := heading_labels(p)))
    name = _section_name(reference.section or "")
    return _no_such_place(reference, name, others=[f"section {label}" for label in labels])


def missing_note(mark: str, marks: Sequence[str]) -> str:
    """Which notes a report has, told when one was named that it has not."""
    if not marks:
        return gettext("footnote %(mark)s: this report has no numbered footnote.", mark=mark)
    return gettext(
        "footnote %(mark)s: this report has footnote %(marks)s.", mark=mark, marks=", ".join(marks)
    )


def missing_table(label: str, numbers: Sequence[str]) -> str:
    """Which tables or figures a report has, told when one was named that it has not."""
    kind = label.split()[0].lower()
    if not numbers:
        return gettext("%(label)s: this report has no numbered %(kind)s.", label=label, kind=kind)
    listed = f"{kind} {', '.join(numbers)}"
    return gettext("%(label)s: this report has %(tables)s.", label=label, tables=listed)


def _no_such_place(reference: Reference, place: str, *, others: Sequence[str]) -> str:
    named = _named(reference)
    if not others:
        return gettext("%(named)s: this report has no %(place)s.", named=named, place=place)
    return gettext(
        "%(named)s: this report has no %(place)s; it has %(others)s.",
        named=named,
        place=place,
        others=", ".join(others),
    )


def _named(reference: Reference, *, numbers: Iterable[str] = ()) -> str:
    """What a citation names, as a message begins with it: "annex I, section II, para. 3"."""
    own = list(numbers) or list(dict.fromkeys(end for ends in reference.ranges for end in ends))
    word = "paras." if len(own) > 1 else "para."
    parts = (
        reference.component,
        reference.section and _section_name(reference.section),
        f"{word} {'–'.join((own[0], own[-1]) if len(own) > 1 else own)}" if own else None,
    )
    return ", ".join(part for part in parts if part) or gettext("this paragraph")


def _section_name(section: str) -> str:
    return f"section {section}" if is_section_path(section) else section
