"""Every error that a user can meet, as one tree.

RapporteurError
├── SettingsError            a setting is unknown or has a value that is not allowed
├── CorpusError
│   ├── SourceUnavailable    a file or folder cannot be opened
│   ├── UnreadableReport     a file was opened, and is no report that we can read
│   │   └── NoTextLayer      a file has pictures of pages and no words
│   ├── LibraryUnavailable   the library cannot be read or written
│   ├── UnknownReport        no report of that name
│   └── UnknownAddress       the report has no such paragraph or page
├── RetrievalError
│   ├── IndexMissing         nothing was indexed yet
│   ├── IndexStale           the library, a setting or the version is not that of the index
│   ├── IndexDamaged         a file of the generation is not what its manifest says
│   ├── IndexBusy            another process is writing
│   ├── IndexUnwritable      the disk refused what publishing needs
│   └── EncoderUnavailable   the encoder cannot be found, verified or read
├── HomeUnsound              what is kept is damaged, or out of step
├── BackupError
│   ├── BackupUnavailable    a backup cannot be opened or written
│   ├── BackupDamaged        a backup is not what was sealed, or of another format
│   └── HomeOccupied         the home has reports, and may not be replaced unasked
├── QuestionError
│   ├── QuestionEmpty
│   └── QuestionTooLong
├── JudgementsUnreadable     a benchmark, run or question set is not in the form its format asks for
└── AddressInUse             another program listens where the server should

A message is one sentence: what happened, the value found, and what is allowed or what to run.
"""


class RapporteurError(Exception):
    """What a user did, or what the machine refused, told in one sentence."""

    code = "error"


class SettingsError(RapporteurError):
    """A setting is unknown or has a value that is not allowed."""

    code = "settings"


class CorpusError(RapporteurError):
    """A report or the library cannot be had."""

    code = "corpus"


class SourceUnavailable(CorpusError):
    """A file or folder cannot be opened."""

    code = "source-unavailable"


class UnreadableReport(CorpusError):
    """A file was opened, and is no report that we can read."""

    code = "unreadable-report"


class NoTextLayer(UnreadableReport):
    """A file has pictures of pages and no words."""

    code = "no-text-layer"


class LibraryUnavailable(CorpusError):
    """The library cannot be read or written."""

    code = "library-unavailable"


class UnknownReport(CorpusError):
    """The library has no report of that name."""

    code = "unknown-report"


class UnknownAddress(CorpusError):
    """The report has no such paragraph, or its file no such page."""

    code = "unknown-address"


class RetrievalError(RapporteurError):
    """The index cannot answer."""

    code = "retrieval"


class IndexMissing(RetrievalError):
    """Nothing was indexed yet."""

    code = "index-missing"


class IndexStale(RetrievalError):
    """The library, a setting or the version of the program is not that of the index."""

    code = "index-stale"


class IndexDamaged(RetrievalError):
    """A file of the generation is not what its manifest says."""

    code = "index-damaged"


class IndexBusy(RetrievalError):
    """Another process is writing a generation."""

    code = "index-busy"


class IndexUnwritable(RetrievalError):
    """The disk refused what publishing needs."""

    code = "index-unwritable"


class EncoderUnavailable(RetrievalError):
    """The encoder cannot be found, verified or read."""

    code = "encoder-unavailable"


class HomeUnsound(RapporteurError):
    """What is kept in the home is damaged, or the index is out of step with the library."""

    code = "home-unsound"


class BackupError(RapporteurError):
    """A home cannot be backed up, or a backup not be restored."""

    code = "backup"


class BackupUnavailable(BackupError):
    """A backup cannot be opened or written."""

    code = "backup-unavailable"


class BackupDamaged(BackupError):
    """A backup is not what was sealed, or of a format that this version does not read."""

    code = "backup-damaged"


class HomeOccupied(BackupError):
    """The home has reports, and may not be replaced unasked."""

    code = "home-occupied"


class QuestionError(RapporteurError):
    """The question cannot be asked."""

    code = "question"


class QuestionEmpty(QuestionError):
    """The question has no words."""

    code = "question-empty"


class QuestionTooLong(QuestionError):
    """The question is longer than the service reads."""

    code = "question-too-long"


class JudgementsUnreadable(RapporteurError):
    """A benchmark, run or question set is not in the form that its format asks for."""

    code = "judgements-unreadable"


class AddressInUse(RapporteurError):
    """Another program listens where the server should."""

    code = "address-in-use"
