import hashlib
import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpus
from corpus.errors import LibraryUnavailable, UnknownReport
from corpus.fsops import Disk
from corpus.library import Library, Outcome, corpus_digest, is_called, report_digest, symbol_keys
from corpus.records import Cover, Paragraph, Report, header_of, report_json
from corpus.storage import open_file

SOURCE = b"1. One."
BUNDLED_SOURCE = (Path(corpus.__file__).parent / "reports" / "report.md").read_bytes()


def _report(
    symbol: str | None = "E/2025/1",
    *,
    text: str = "One.",
    report_id: str = "",
    source: bytes = SOURCE,
    source_name: str = "report.md",
    title: str = "Report",
    language: str | None = None,
) -> Report:
    return Report(
        report_id=report_id or (symbol or "report").lower().replace("/", "-"),
        cover=Cover(symbol=symbol, title=title, language=language),
        paragraphs=(Paragraph(address="1", component="body", number="1", text=text),),
        source_name=source_name,
        source_sha256=hashlib.sha256(source).hexdigest(),
    )


def _change(library: Library, statement: str) -> None:
    with closing(sqlite3.connect(library.path)) as connection, connection:
        connection.execute(statement)


def _count(library: Library, table: str) -> int:
    with closing(sqlite3.connect(library.path)) as connection:
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(count)


@pytest.fixture
def library(home: Path) -> Library:
    """A library with two reports."""
    library = Library(home)
    library.add(_report("E/2025/1"), SOURCE)
    library.add(_report("E/2025/2", text="Two."), SOURCE)
    return library


def test_an_added_report_comes_back_whole(home: Path, bundled_report: Report) -> None:
    addition = Library(home).add(bundled_report, SOURCE)

    assert addition.outcome is Outcome.ADDED
    assert list(Library(home).reports()) == [addition.report] == [bundled_report]


def test_the_same_report_again_is_unchanged(library: Library) -> None:
    addition = library.add(_report("E/2025/1"), SOURCE)

    assert (addition.outcome, len(list(library.reports()))) == (Outcome.UNCHANGED, 2)


def test_a_new_version_replaces_the_report_of_its_symbol_and_keeps_its_id(
    library: Library,
) -> None:
    later = _report("E/2025/1", text="One, corrected.", report_id="other", source_name="new.md")

    addition = library.add(later, SOURCE)

    assert (addition.outcome, addition.report.report_id) == (Outcome.REPLACED, "e-2025-1")
    assert library.report("E/2025/1").paragraphs == later.paragraphs


def test_a_new_version_replaces_the_original_too(library: Library) -> None:
    library.add(_report("E/2025/1", text="New.", source=b"1. New."), b"1. New.")

    assert library.original("e-2025-1") == b"1. New."


def test_without_a_symbol_the_file_name_says_which_report_it_is(home: Path) -> None:
    library = Library(home)
    names = ["a.md", "b.md", "a.md"]

    outcomes = [
        library.add(_report(None, text=f"{i}", source_name=name), SOURCE).outcome.value
        for i, name in enumerate(names)
    ]

    assert outcomes == ["added", "added", "replaced"]


def test_a_symbol_parts_reports_of_one_file_name(home: Path) -> None:
    library = Library(home)
    reports = [_report(symbol, report_id=f"{symbol}") for symbol in ("E/2025/1", None)]

    outcomes = [library.add(report, SOURCE).outcome for report in reports]

    assert outcomes == [Outcome.ADDED, Outcome.ADDED]


def test_a_taken_id_is_counted_on(home: Path) -> None:
    library = Library(home)

    ids = [
        library.add(_report(None, source_name=name), SOURCE).report.report_id
        for name in ("a.md", "b.md", "c.md")
    ]

    assert ids == ["report", "report-2", "report-3"]


def test_identical_text_under_two_symbols_stays_two_reports(home: Path) -> None:
    library = Library(home)
    library.add(_report("E/2025/1"), SOURCE)

    addition = library.add(_report("E/2025/2"), SOURCE)

    assert addition.outcome is Outcome.ADDED
    assert [report.report_id for report in library.reports()] == ["e-2025-1", "e-2025-2"]


def test_reports_are_in_the_order_of_their_ids(home: Path) -> None:
    library = Library(home)
    for symbol in ("E/2025/9", "A/80/36", "S/2025/71"):
        library.add(_report(symbol), SOURCE)

    assert [report.report_id for report in library.reports()] == [
        "a-80-36",
        "e-2025-9",
        "s-2025-71",
    ]


def test_the_bytes_of_the_file_come_back(home: Path) -> None:
    source = bytes(range(256))
    library = Library(home)
    library.add(_report(source=source), source)

    assert library.original("e-2025-1") == source


def test_a_removed_report_is_gone_with_its_original(library: Library) -> None:
    library.add(_report("E/2025/1", source=b"1. New."), b"1. New.")

    library.remove("e-2025-1")

    assert [report.report_id for report in library.reports()] == ["e-2025-2"]
    assert (_count(library, "reports"), _count(library, "originals")) == (1, 1)


def test_a_shared_original_stays_while_a_report_needs_it(library: Library) -> None:
    library.remove("e-2025-1")

    assert library.original("e-2025-2") == SOURCE


@pytest.mark.parametrize("act", [Library.remove, Library.original, Library.report])
def test_an_unknown_report_is_told_with_those_there_are(
    library: Library, act: Callable[[Library, str], object]
) -> None:
    with pytest.raises(UnknownReport, match='"E/9"; the library has e-2025-1, e-2025-2'):
        act(library, "E/9")


def test_many_known_reports_are_counted(home: Path) -> None:
    library = Library(home)
    for number in range(1, 8):
        library.add(_report(f"E/2025/{number}"), SOURCE)

    with pytest.raises(UnknownReport, match=r"e-2025-5 and 2 more$"):
        library.report("x")


def test_an_empty_library_says_what_to_run(home: Path) -> None:
    with pytest.raises(UnknownReport, match='the library is empty, run "rapporteur add PATH"'):
        Library(home, read_only=True).report("x")


@pytest.mark.parametrize("name", ["e-2025-1", "E/2025/1", "e / 2025 / 1", "E-2025-1"])
def test_a_report_goes_by_its_id_and_every_spelling_of_its_symbol(
    library: Library, name: str
) -> None:
    assert library.report(name).report_id == "e-2025-1"


def test_a_report_goes_by_its_file_name() -> None:
    assert is_called(_report(None, source_name="Annual report.md"), "Annual report.md")


def test_a_double_symbol_goes_by_either_half() -> None:
    assert symbol_keys(_report("A/80/36–E/2025/28")) == (
        "A-80-36-E-2025-28",
        "A-80-36",
        "E-2025-28",
    )


def test_a_joint_organ_is_no_double_symbol() -> None:
    assert symbol_keys(_report("DP-FPA/2025/1")) == ("DP-FPA-2025-1",)


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(4)))
def test_the_digest_does_not_depend_on_the_order_of_adding(
    tmp_path_factory: pytest.TempPathFactory, order: Sequence[int]
) -> None:
    library = Library(tmp_path_factory.mktemp("home"))
    reports = [_report(f"E/2025/{number}") for number in range(4)]
    for place in order:
        library.add(reports[place], SOURCE)

    digests = [(report.report_id, report_digest(report)) for report in reports]
    assert library.digest() == corpus_digest(digests)


def test_the_digest_changes_with_any_change_of_the_corpus(library: Library) -> None:
    digests = [library.digest()]

    library.add(_report("E/2025/1", text="One!"), SOURCE)
    digests.append(library.digest())
    library.add(_report("E/2025/3"), SOURCE)
    digests.append(library.digest())
    library.remove("e-2025-2")
    digests.append(library.digest())

    assert len(set(digests)) == 4


def test_a_removal_undone_gives_the_same_digest(library: Library) -> None:
    before = library.digest()
    report = library.report("e-2025-1")
    library.remove("e-2025-1")

    library.add(report, SOURCE)

    assert library.digest() == before


def test_a_failing_write_adds_nothing(library: Library) -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    _change(library, f"CREATE TRIGGER refuse BEFORE INSERT ON reports {refuse}")

    with pytest.raises(LibraryUnavailable, match="disk is full"):
        library.add(_report("E/2025/3", source=b"3"), b"3")

    assert (_count(library, "reports"), _count(library, "originals")) == (2, 1)


def test_a_failing_replacement_keeps_what_was_there(library: Library) -> None:
    before = list(library.reports())
    refuse = "BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    _change(library, f"CREATE TRIGGER refuse BEFORE DELETE ON originals {refuse}")

    with pytest.raises(LibraryUnavailable, match="disk is full"):
        _replace_both(library)

    assert list(library.reports())[1:] == before[1:]
    assert library.original("e-2025-2") == SOURCE


def _replace_both(library: Library) -> None:
    for symbol in ("E/2025/1", "E/2025/2"):
        library.add(_report(symbol, text="New.", source=b"1. New."), b"1. New.")


def test_no_file_but_the_library_is_left_behind(library: Library) -> None:
    assert [path.name for path in library.path.parent.iterdir()] == ["library.sqlite"]


def test_a_newer_format_is_refused(library: Library) -> None:
    _change(library, "PRAGMA user_version = 3")

    with pytest.raises(LibraryUnavailable, match="has format 3; this version reads format 2"):
        list(library.reports())


def test_a_read_only_library_reads_and_never_writes(library: Library, home: Path) -> None:
    reader = Library(home, read_only=True)

    assert list(reader.reports()) == list(library.reports())
    with pytest.raises(LibraryUnavailable, match="readonly"):
        reader.add(_report("E/2025/3"), SOURCE)


def test_a_read_only_library_makes_no_file(home: Path) -> None:
    reader = Library(home, read_only=True)

    assert (list(reader.reports()), reader.digest()) == ([], corpus_digest([]))
    with pytest.raises(LibraryUnavailable, match="readonly"):
        reader.add(_report(), SOURCE)
    assert not home.exists()


def test_a_home_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(LibraryUnavailable, match="cannot make the folder"):
        Library(tmp_path / "file" / "home").add(_report(), SOURCE)


@pytest.mark.parametrize("content", [b"1. One.", b"SQLite format 3\0" + bytes(84), bytes(5000)])
def test_a_file_that_is_no_library_is_told(home: Path, content: bytes) -> None:
    home.mkdir()
    (home / "library.sqlite").write_bytes(content)

    with pytest.raises(LibraryUnavailable, match=r"library\.sqlite cannot be used"):
        list(Library(home).reports())


def test_an_altered_report_is_never_returned(library: Library) -> None:
    _change(library, "UPDATE reports SET report = replace(report, 'Two.', 'Too.')")

    with pytest.raises(LibraryUnavailable, match="is damaged at e-2025-2; restore it from a copy"):
        list(library.reports())


def test_an_altered_original_is_never_returned(library: Library) -> None:
    _change(library, "UPDATE originals SET source = x'00'")

    with pytest.raises(LibraryUnavailable, match="is damaged at e-2025-1"):
        library.original("e-2025-1")


def test_no_flipped_bit_changes_what_is_read(library: Library) -> None:
    content, expected = library.path.read_bytes(), list(library.reports())
    written = [place for place, byte in enumerate(content) if byte]
    places = random.Random(5).sample(written, 250)

    for place in places:
        flipped = bytearray(content)
        flipped[place] ^= 1 << place % 8
        library.path.write_bytes(flipped)
        try:
            found = list(Library(library.path.parent, read_only=True).reports())
        except LibraryUnavailable:
            continue
        assert found == expected


def test_a_report_is_the_same_under_any_id_in_all_but_its_digest() -> None:
    report = _report()

    assert report_digest(report) != report_digest(replace(report, report_id="other"))


def test_another_title_under_the_same_file_name_is_another_report(home: Path) -> None:
    library = Library(home)
    library.add(_report(None, title="Annual report"), SOURCE)

    addition = library.add(_report(None, title="Budget", source=b"1. New."), b"1. New.")

    assert (addition.outcome, len(list(library.reports()))) == (Outcome.ADDED, 2)


def test_reports_added_at_the_same_time_all_stay(home: Path) -> None:
    library = Library(home)
    sources = [f"1. {number}.".encode() for number in range(8)]

    def add(source: bytes) -> None:
        library.add(_report(None, title=source.decode(), source=source), source)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, sources))

    assert {library.original(r.report_id) for r in library.reports()} == set(sources)


def test_a_read_only_library_is_read_after_a_crash(library: Library, tmp_path: Path) -> None:
    expected = list(library.reports())
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    with closing(sqlite3.connect(library.path)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("UPDATE originals SET source = zeroblob(100000)")
        for name in ("library.sqlite", "library.sqlite-journal"):
            shutil.copy(library.path.with_name(name), crashed / name)

    assert list(Library(crashed, read_only=True).reports()) == expected


def test_a_library_file_of_no_bytes_is_empty(home: Path) -> None:
    home.mkdir()
    (home / "library.sqlite").touch()

    assert list(Library(home, read_only=True).reports()) == []


def test_headers_are_the_reports_without_their_words(home: Path, bundled_report: Report) -> None:
    library = Library(home)
    library.add(bundled_report, SOURCE)

    assert list(library.headers()) == [header_of(bundled_report)]


def test_an_altered_header_is_never_returned(library: Library) -> None:
    _change(library, "UPDATE reports SET header = replace(header, 'E/2025/2', 'E/2025/9')")

    with pytest.raises(LibraryUnavailable, match="is damaged at e-2025-2; restore it from a copy"):
        list(library.headers())


def test_versions_in_two_languages_are_two_reports(home: Path) -> None:
    library = Library(home)
    languages = ["en", "fr", "en", None]

    outcomes = [
        library.add(
            _report(text=f"{i}", language=language, source=f"{i}".encode()), f"{i}".encode()
        ).outcome.value
        for i, language in enumerate(languages)
    ]

    assert outcomes == ["added", "added", "replaced", "replaced"]


def test_any_spelling_of_a_symbol_is_that_symbol(library: Library) -> None:
    addition = library.add(_report("e/2025/1", text="New."), SOURCE)

    assert (addition.outcome, addition.report.report_id) == (Outcome.REPLACED, "e-2025-1")


@pytest.mark.parametrize(
    ("folder", "outcome"),
    [("2024", Outcome.REPLACED), ("2025", Outcome.ADDED), (None, Outcome.REPLACED)],
)
def test_without_a_symbol_a_file_is_replaced_where_it_is(
    home: Path, tmp_path: Path, folder: str | None, outcome: Outcome
) -> None:
    library = Library(home)
    library.add(_report(None), SOURCE, path=tmp_path / "2024" / "report.md")
    path = folder and tmp_path / folder / "report.md"

    addition = library.add(
        _report(None, text="New.", source=b"1. New."), b"1. New.", path=path or None
    )

    assert addition.outcome is outcome


def test_the_same_bytes_at_another_place_are_no_second_report(home: Path, tmp_path: Path) -> None:
    library = Library(home)
    library.add(_report(None), SOURCE, path=tmp_path / "2024" / "report.md")

    addition = library.add(_report(None), SOURCE, path=tmp_path / "2025" / "report.md")

    assert addition.outcome is Outcome.UNCHANGED


def test_a_file_in_which_a_symbol_is_found_later_is_still_that_file(
    home: Path, tmp_path: Path
) -> None:
    library = Library(home)
    library.add(_report(None), SOURCE, path=tmp_path / "report.md")

    addition = library.add(_report("E/2025/1"), SOURCE, path=tmp_path / "report.md")

    assert (addition.outcome, addition.report.report_id) == (Outcome.REPLACED, "report")


@pytest.mark.parametrize(
    ("name", "source", "told", "is_found"),
    [
        ("report.md", SOURCE, Cover(nature="report"), True),
        ("moved/report.md", SOURCE, Cover(nature="report"), True),
        ("report.md", b"1. New.", Cover(nature="report"), False),
        ("report.md", SOURCE, Cover(), False),
        ("other.md", SOURCE, Cover(nature="report"), False),
    ],
)
def test_a_file_that_was_read_is_found_by_its_name_its_bytes_and_its_sidecar(
    home: Path, tmp_path: Path, name: str, source: bytes, told: Cover, is_found: bool
) -> None:
    library, read_with = Library(home), Cover(nature="report")
    report = library.add(_report(), SOURCE, path=tmp_path / "report.md", told=read_with).report

    found = library.find(tmp_path / name, source, told=told)

    assert found == (header_of(report) if is_found else None)


def test_a_newer_reader_finds_nothing_read(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, path = Library(home), tmp_path / "report.md"
    library.add(_report(), SOURCE, path=path)
    monkeypatch.setattr("corpus.storage.READER_VERSION", 10_000)

    assert library.find(path, SOURCE, told=Cover()) is None


def test_a_report_read_anew_and_the_same_is_found_from_then_on(home: Path, tmp_path: Path) -> None:
    library, path, told = Library(home), tmp_path / "report.md", Cover(nature="report")
    library.add(_report(), SOURCE, path=path)

    addition = library.add(_report(), SOURCE, path=path, told=told)

    assert addition.outcome is Outcome.UNCHANGED
    assert library.find(path, SOURCE, told=told) is not None


def test_a_library_whose_maker_died_before_its_tables_were_there_is_empty(home: Path) -> None:
    home.mkdir()
    with closing(sqlite3.connect(home / "library.sqlite")) as connection:
        for statement in ("CREATE TABLE t (x)", "DROP TABLE t"):
            connection.execute(statement)

    assert list(Library(home, read_only=True).headers()) == []
    assert Library(home).add(_report(), SOURCE).outcome is Outcome.ADDED


def test_placing_a_report_reads_no_other(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library, asked = Library(home), list[str]()
    library.add(_report(), SOURCE)

    def open_traced(path: Path, *, read_only: bool, disk: Disk) -> sqlite3.Connection:
        connection = open_file(path, read_only=read_only, disk=disk)
        connection.set_trace_callback(asked.append)
        return connection

    monkeypatch.setattr("corpus.library.open_file", open_traced)
    library.add(_report("E/2025/2"), b"1. New.")
    library.find(Path("report.md"), SOURCE, told=Cover())

    plans = [plan for query in asked if "FROM" in query for plan in _plan_of(library, query)]
    assert plans
    assert [plan for plan in plans if plan.startswith("SCAN")] == []


def _plan_of(library: Library, query: str) -> list[str]:
    """How SQLite carries out a query, step by step."""
    with closing(sqlite3.connect(library.path)) as connection:
        return [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {query}")]


@pytest.fixture
def earlier_home(home: Path, bundled_report: Report) -> Path:
    """A home with the bundled report in a library of format 1, as version 0.1 wrote it."""
    value = json.loads(json.dumps(report_json(bundled_report)))
    for paragraph in value["paragraphs"]:
        del paragraph["boxes"]
    for note in value["notes"]:
        del note["address"]
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    home.mkdir()
    with closing(sqlite3.connect(home / "library.sqlite")) as connection, connection:
        connection.executescript(
            """
            CREATE TABLE originals (sha256 TEXT PRIMARY KEY, source BLOB NOT NULL) STRICT;
            CREATE TABLE reports (
                report_id TEXT PRIMARY KEY,
                original  TEXT NOT NULL REFERENCES originals (sha256),
                report    TEXT NOT NULL,
                sha256    TEXT NOT NULL
            ) STRICT;
            PRAGMA user_version = 1;
            """
        )
        sha256 = hashlib.sha256(BUNDLED_SOURCE).hexdigest()
        connection.execute("INSERT INTO originals VALUES (?, ?)", (sha256, BUNDLED_SOURCE))
        connection.execute(
            "INSERT INTO reports VALUES (?, ?, ?, ?)",
            (bundled_report.report_id, sha256, text, hashlib.sha256(text.encode()).hexdigest()),
        )
    return home


@pytest.mark.parametrize("read_only", [True, False])
def test_a_library_of_format_1_is_brought_to_this_format(
    earlier_home: Path, bundled_report: Report, read_only: bool
) -> None:
    library = Library(earlier_home, read_only=read_only)

    assert list(library.reports()) == [bundled_report]
    assert list(library.headers()) == [header_of(bundled_report)]
    assert library.original(bundled_report.report_id) == BUNDLED_SOURCE
    assert [path.name for path in earlier_home.iterdir()] == ["library.sqlite"]


def test_a_report_of_format_1_is_read_anew(earlier_home: Path, bundled_report: Report) -> None:
    library = Library(earlier_home)

    found = library.find(Path("report.md"), BUNDLED_SOURCE, told=Cover())
    addition = library.add(bundled_report, BUNDLED_SOURCE)

    assert (found, addition.outcome) == (None, Outcome.UNCHANGED)


def test_a_damaged_library_of_format_1_stays_as_it_is(earlier_home: Path) -> None:
    library = Library(earlier_home)
    _change(library, "UPDATE reports SET report = replace(report, '2021', '2022')")
    content = library.path.read_bytes()

    with pytest.raises(LibraryUnavailable, match="is damaged at reports-by"):
        list(library.reports())

    assert library.path.read_bytes() == content


def test_a_library_of_format_1_that_cannot_be_converted_is_told(
    earlier_home: Path,
) -> None:
    _change(Library(earlier_home), "CREATE TABLE reports_of_format_1 (x)")

    with pytest.raises(LibraryUnavailable, match="cannot be used: there is already another table"):
        list(Library(earlier_home, read_only=True).reports())


def test_some_reports_are_read_in_the_order_of_their_ids(home: Path) -> None:
    library = Library(home)
    for name in ("c", "a", "b"):
        library.add(_report(f"E/2025/{name}", report_id=name), SOURCE)

    assert [report.report_id for report in library.read(["c", "a"])] == ["a", "c"]
    with pytest.raises(UnknownReport):
        list(library.read(["d"]))


def test_digests_tell_every_report(library: Library) -> None:
    reports = list(library.reports())

    assert library.digests() == tuple((each.report_id, report_digest(each)) for each in reports)
