"""What to answer: a conversation and a question become cited passages, or an honest none.

This package decides and cites; it renders nothing and knows no HTTP. What ``web`` and ``eval``
may use is named here, and they use nothing else.
"""

from corpus.adding import KeptFile, add_files
from corpus.catalogue import (
    catalogue_in_force,
    gettext,
    msgid,
    ngettext,
    number_text,
    pgettext,
    range_text,
    series_text,
)
from corpus.counting import count_text
from corpus.errors import (
    AddressInUse,
    BackupDamaged,
    BackupError,
    BackupUnavailable,
    CorpusError,
    EncoderUnavailable,
    HomeOccupied,
    HomeUnsound,
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    IndexStale,
    IndexUnwritable,
    JudgementsUnreadable,
    LibraryUnavailable,
    NoTextLayer,
    QuestionEmpty,
    QuestionError,
    QuestionTooLong,
    RapporteurError,
    RetrievalError,
    SettingsError,
    SourceUnavailable,
    UnknownAddress,
    UnknownReport,
    UnreadableReport,
)
from corpus.library import report_digest
from corpus.reading import read_report
from corpus.records import (
    Box,
    Cover,
    Doubt,
    Item,
    Note,
    Paragraph,
    Report,
    Section,
    Table,
    header_json,
    report_json,
)
from corpus.relations import RelationKind
from corpus.sentences import split_sentences
from corpus.settings import CorpusSettings, PackageSettings
from index.assembly import ReportSource
from index.encoder import PassageEncoder, WindowEmbeddings, WindowText, model_folder
from index.generation import Swap, current_generation, current_swap, sealed_at
from index.publishing import Publication, index_source
from index.scrub import scrub
from index.settings import IndexSettings, RetrievalSettings
from service.answer import (
    Answer,
    AnswerKind,
    Change,
    Column,
    Facet,
    Highlight,
    Passage,
    QuotedRow,
    Receipt,
    Restatement,
    answer_json,
)
from service.assistant import Assistant, Hit
from service.citation import (
    CitationForms,
    citation_forms,
    highlight_url,
    paragraph_url,
    printed_date,
    report_url,
)
from service.confidence import Features
from service.feedback import (
    Feedback,
    ShownParagraph,
    Verdict,
    feedback_from,
    feedback_of,
    feedback_path,
    keep_feedback,
)
from service.opening import build_assistant, load_encoder, open_assistant
from service.originals import Originals, open_originals
from service.parallels import Parallel, Parallels
from service.quotes import (
    Quotable,
    Span,
    highlighted,
    quotation_text,
    quoted_spans,
    quotes_of,
    united_spans,
)
from service.relations import RelatedReport
from service.scope import Scope, scope_label
from service.settings import ServiceSettings
from service.stages import Stage, Watch, timed, unwatched
from service.suggestion import Suggestion
from service.telling import change_text, is_completed, receipt_facts
from service.transcript import transcript_of
from service.warming import warm_up

__all__ = [
    "AddressInUse",
    "Answer",
    "AnswerKind",
    "Assistant",
    "BackupDamaged",
    "BackupError",
    "BackupUnavailable",
    "Box",
    "Change",
    "CitationForms",
    "Column",
    "CorpusError",
    "CorpusSettings",
    "Cover",
    "Doubt",
    "EncoderUnavailable",
    "Facet",
    "Features",
    "Feedback",
    "Highlight",
    "Hit",
    "HomeOccupied",
    "HomeUnsound",
    "IndexBusy",
    "IndexDamaged",
    "IndexMissing",
    "IndexSettings",
    "IndexStale",
    "IndexUnwritable",
    "Item",
    "JudgementsUnreadable",
    "KeptFile",
    "LibraryUnavailable",
    "NoTextLayer",
    "Note",
    "Originals",
    "PackageSettings",
    "Paragraph",
    "Parallel",
    "Parallels",
    "Passage",
    "PassageEncoder",
    "Publication",
    "QuestionEmpty",
    "QuestionError",
    "QuestionTooLong",
    "Quotable",
    "QuotedRow",
    "RapporteurError",
    "Receipt",
    "RelatedReport",
    "RelationKind",
    "Report",
    "ReportSource",
    "Restatement",
    "RetrievalError",
    "RetrievalSettings",
    "Scope",
    "Section",
    "ServiceSettings",
    "SettingsError",
    "ShownParagraph",
    "SourceUnavailable",
    "Span",
    "Stage",
    "Suggestion",
    "Swap",
    "Table",
    "UnknownAddress",
    "UnknownReport",
    "UnreadableReport",
    "Verdict",
    "Watch",
    "WindowEmbeddings",
    "WindowText",
    "add_files",
    "answer_json",
    "build_assistant",
    "catalogue_in_force",
    "change_text",
    "citation_forms",
    "count_text",
    "current_generation",
    "current_swap",
    "feedback_from",
    "feedback_of",
    "feedback_path",
    "gettext",
    "header_json",
    "highlight_url",
    "highlighted",
    "index_source",
    "is_completed",
    "keep_feedback",
    "load_encoder",
    "model_folder",
    "msgid",
    "ngettext",
    "number_text",
    "open_assistant",
    "open_originals",
    "paragraph_url",
    "pgettext",
    "printed_date",
    "quotation_text",
    "quoted_spans",
    "quotes_of",
    "range_text",
    "read_report",
    "receipt_facts",
    "report_digest",
    "report_json",
    "report_url",
    "scope_label",
    "scrub",
    "sealed_at",
    "series_text",
    "split_sentences",
    "timed",
    "transcript_of",
    "united_spans",
    "unwatched",
    "warm_up",
]
