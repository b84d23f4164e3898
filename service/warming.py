"""The first questions, asked before anyone does: files are mapped, threads and memory are there."""

from corpus.errors import QuestionError
from service.assistant import Assistant

_QUESTIONS = 4
_WORDS = 7  # of a paragraph, asked as a question; of more, a quotation is sought


def warm_up(assistant: Assistant) -> int:
    """Ask the openings of a few paragraphs, evenly spread over the reports; tell how many."""
    reports = assistant.reports()
    step = -(-len(reports) // _QUESTIONS)
    each = _QUESTIONS // max(len(reports[:: step or 1]), 1)
    openings = [
        " ".join(paragraph.text.split()[:_WORDS])
        for report in reports[:: step or 1]
        for paragraph in assistant.report(report.report_id).paragraphs[:each]
    ]
    return sum(_ask(assistant, opening) for opening in openings)


def _ask(assistant: Assistant, question: str) -> bool:
    """Ask a question, and tell whether it could be asked."""
    try:
        assistant.ask(question)
    except QuestionError:  # it has no words, or very long ones
        return False
    return True
