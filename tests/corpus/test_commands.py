import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import rapporteur
from corpus.adding import KeptFile, RefusedFile, add_files
from corpus.library import Library
from corpus.readers import FORMATS
from corpus.records import Cover, Paragraph, Report, header_json, known_paragraphs, report_json
from corpus.settings import CorpusSettings
from corpus.summary import Summary

Run = Callable[..., Result]
Exit = Callable[..., tuple[object, str, str]]


@pytest.fixture
def run() -> Run:
    """Run a command as the program does, save for what it makes of our errors."""
    return lambda *args: CliRunner().invoke(rapporteur.app, [str(arg) for arg in args])


@pytest.fixture
def exit_of(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Exit:
    """Run the program to its end: its exit status, and what it wrote to stdout and stderr."""

    def run_to_end(*args: object) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", ["rapporteur", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            rapporteur.main()
        return ended.value.code, *capsys.readouterr()

    return run_to_end


@pytest.fixture
def bundled(home: Path) -> Path:
    """The bundled report's file, in a library that has it."""
    path = Path(rapporteur.__file__).parent / "corpus" / "reports" / "report.md"
    assert CliRunner().invoke(rapporteur.app, ["add", str(path)]).exit_code == 0
    return path


def _write(path: Path, content: bytes = b"1. One.") -> Path:
    path.write_bytes(content)
    return path


def _kept(home: Path) -> list[str]:
    return [report.source_name for report in Library(home, read_only=True).reports()]


def test_adding_says_what_became_of_each_report(run: Run, tmp_path: Path) -> None:
    path = _write(tmp_path / "a.md")

    told = [run("add", path).stdout for _ in range(2)]
    told.append(run("add", _write(path, b"1. One.\n\n3. Three.")).stdout)

    assert told == [
        "added: a (1 paragraph, 0 warnings)\n",
        "unchanged: a (1 paragraph, 0 warnings)\n",
        "replaced: a (2 paragraphs, 1 warning)\n",
    ]


def test_adding_as_json_has_one_object_for_each_file(run: Run, tmp_path: Path) -> None:
    good, bad = _write(tmp_path / "a.md"), _write(tmp_path / "b.md", b"")

    done = run("add", good, bad, "--json")

    assert json.loads(done.stdout) == [
        {
            "source_name": "a.md",
            "outcome": "added",
            "report_id": "a",
            "paragraphs": 1,
            "pages": None,
            "warnings": 0,
        },
        {"source_name": str(bad), "outcome": "refused", "reason": "b.md is empty"},
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "bad.md is empty"), (b"\0\1\2", "bad.md is not a text file: byte 0 is a NUL"),
     (b"\xff\xfe1", "bad.md is not a text file: byte 0 is not UTF-8"),
     (b"# Title", "bad.md has no paragraphs")],
)  # fmt: skip
def test_a_file_that_is_no_report_is_refused_with_its_reason(
    exit_of: Exit, tmp_path: Path, content: bytes, reason: str
) -> None:
    assert exit_of("add", _write(tmp_path / "bad.md", content)) == (1, "", f"refused: {reason}\n")


def test_a_missing_file_is_refused_with_its_reason(exit_of: Exit, tmp_path: Path) -> None:
    path = tmp_path / "absent.md"

    status, out, err = exit_of("add", path)

    assert (status, out) == (1, "")
    assert err == f"refused: cannot open {path}: No such file or directory\n"


def test_one_refusal_stops_no_other_file(run: Run, home: Path, tmp_path: Path) -> None:
    files = [_write(tmp_path / "a.md"), _write(tmp_path / "b.md", b""), _write(tmp_path / "c.txt")]

    done = run("add", *files)

    assert (done.exit_code, _kept(home)) == (1, ["a.md", "c.txt"])


def test_a_refused_file_leaves_nothing_behind(run: Run, home: Path, tmp_path: Path) -> None:
    run("add", _write(tmp_path / "bad.md", b"\xff"))

    assert _kept(home) == []


def test_a_folder_adds_each_report_in_it_once(run: Run, home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    _write(folder / "deep" / "b.md")
    for name in ("skipped.xyz", ".hidden.md", "~$a.md", "a.toml"):
        _write(folder / name, b"")
    path = _write(folder / "a.txt")

    done = run("add", folder, path)

    assert (done.exit_code, done.stdout.count("added:"), _kept(home)) == (0, 2, ["a.txt", "b.md"])


def test_a_folder_without_reports_is_told(exit_of: Exit, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()

    status, _, err = exit_of("add", tmp_path / "folder")

    assert status == 1
    assert err.endswith(f"has no report files; known formats are {', '.join(FORMATS)}\n")


def test_a_pattern_that_no_shell_has_expanded_is_followed(
    run: Run, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "2025" / "deep").mkdir(parents=True)
    _write(tmp_path / "2025" / "a.md")
    _write(tmp_path / "2025" / "deep" / "b.md")

    done = run("add", tmp_path / "2025" / "**" / "*.md")

    assert (done.exit_code, _kept(home)) == (0, ["a.md", "b.md"])


def test_several_files_end_with_a_summary(run: Run, tmp_path: Path) -> None:
    files = [_write(tmp_path / name) for name in ("a.md", "b.md")]
    pages = _write(tmp_path / "c.txt", b"1. One.\n\f2. Two.\n\f4. Four.")
    run("add", files[0])

    lines = run("add", *files, pages, _write(tmp_path / "d.md", b"")).stdout.splitlines()

    heads, figures = lines[-2].split(), lines[-1].split()
    assert (heads, figures[:6]) == (list(Summary.columns), ["2", "1", "0", "1", "1", "3"])


def test_an_interrupted_command_says_what_was_not_read(
    exit_of: Exit, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [_write(tmp_path / name) for name in ("a.md", "b.md", "c.md")]

    def add_one(*args: object, **options: object) -> Iterator[KeptFile | RefusedFile]:
        yield next(add_files(files[:1], CorpusSettings()))
        raise KeyboardInterrupt

    monkeypatch.setattr("corpus.commands.add_files", add_one)
    status, out, err = exit_of("add", *files)

    assert (status, out.splitlines()[0]) == (130, "added: a (1 paragraph, 0 warnings)")
    assert err == f"interrupted: {files[1]} and 1 more file were not read; what was told stays\n"
    assert _kept(home) == ["a.md"]


def test_scanned_pages_need_a_program_that_is_installed(
    exit_of: Exit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    status, out, err = exit_of("add", "--ocr", _write(tmp_path / "a.md"))

    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("rapporteur: --ocr needs the program ocrmypdf; install it with")


def test_a_home_that_cannot_be_written_is_told(exit_of: Exit, tmp_path: Path) -> None:
    path = _write(tmp_path / "a.md")

    status, out, err = exit_of("--home", path / "home", "add", path)

    assert (status, out) == (1, "")
    assert err == f"refused: cannot make the folder {path / 'home'}: Not a directory\n"


def test_the_home_before_the_command_wins(run: Run, home: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"

    run("--home", other, "add", _write(tmp_path / "a.md"))

    assert (_kept(other), home.exists()) == (["a.md"], False)


def test_reports_as_json_are_the_headers(run: Run, bundled: Path, bundled_report: Report) -> None:
    assert json.loads(run("reports", "--json").stdout) == [header_json(bundled_report)]


def test_reports_are_listed_with_what_their_covers_say(run: Run, bundled: Path) -> None:
    out = " ".join(run("reports").stdout.split())

    assert "2021-04-07 32 0" in out


@pytest.mark.parametrize(
    ("options", "names"),
    [(("--organ", "ECONOMIC"), ["a.md"]), (("--year", 2025), ["a.md", "b.md"]),
     (("--session", "fifty"), ["b.md"]), (("--organ", "Economic", "--year", 2024), []), ((), 3)],
)  # fmt: skip
def test_reports_are_chosen_by_what_their_covers_say(
    run: Run, tmp_path: Path, options: tuple[object, ...], names: list[str] | int
) -> None:
    covers = {
        "a": 'organ = "Economic and Social Council"\nsession = "2025 session"\ndate = "2025-05-01"',
        "b": 'organ = "General Assembly"\nsession = "Fifty-first session"\ndate = "2025-01-01"',
        "c": "",
    }
    for name, cover in covers.items():
        _write(tmp_path / f"{name}.md", f"1. {name} words.".encode())
        _write(tmp_path / f"{name}.toml", cover.encode())
    run("add", tmp_path)

    found = [r["source_name"] for r in json.loads(run("reports", *options, "--json").stdout)]

    assert names in (found, len(found))


def test_no_report_like_that_is_told(run: Run, bundled: Path) -> None:
    done = run("reports", "--year", 1999)

    assert (done.exit_code, done.stderr) == (
        0,
        "No report is like that; the library has 1 report.\n",
    )


def test_a_shown_report_says_how_others_relate_to_it(run: Run, tmp_path: Path) -> None:
    for number, symbol in enumerate(("A/80/44", "A/80/44/Add.1", "A/80/44/Rev.1", "A/80/45")):
        _write(tmp_path / f"{number}.md", f"1. {symbol} says this.".encode())
        _write(tmp_path / f"{number}.toml", f'symbol = "{symbol}"'.encode())
    run("add", tmp_path)

    lines = run("show", "A/80/44").stdout.splitlines()

    assert [line for line in lines if " by " in line] == [
        "revised by A/80/44/Rev.1",
        "supplemented by A/80/44/Add.1",
    ]


def test_an_empty_library_says_what_to_run(run: Run) -> None:
    done = run("reports")

    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == 'The library is empty; run "rapporteur add PATH".\n'


def test_an_empty_library_as_json_is_an_empty_list(run: Run) -> None:
    assert run("reports", "--json").stdout == "[]\n"


def test_listing_makes_no_library(run: Run, home: Path) -> None:
    run("reports")

    assert not home.exists()


def test_a_shown_report_has_its_cover_and_every_paragraph(run: Run, bundled: Path) -> None:
    out = run("show", "report.md").stdout

    assert out.startswith("report id: reports-by-intergovernmental-organizations-2021\n")
    assert [f"\n{number}. " in out for number in (1, 26, 32, 33)] == [True, True, True, False]


def test_a_shown_report_as_json_is_the_whole_contract(
    run: Run, bundled: Path, bundled_report: Report
) -> None:
    found = json.loads(run("show", "report.md", "--json").stdout)

    assert found == json.loads(json.dumps(report_json(bundled_report)))


def test_a_shown_paragraph_is_to_the_letter(
    run: Run, bundled: Path, bundled_report: Report
) -> None:
    paragraph = bundled_report.paragraphs[25]

    assert run("show", "report.md", "26").stdout == f"\n26. {paragraph.text}\n"


def test_a_shown_paragraph_as_json_is_that_of_the_contract(
    run: Run, bundled: Path, bundled_report: Report
) -> None:
    found = json.loads(run("show", "report.md", "26", "--json").stdout)

    assert found == json.loads(json.dumps(report_json(bundled_report)["paragraphs"][25]))


def test_an_unknown_paragraph_is_told_with_those_there_are(exit_of: Exit, bundled: Path) -> None:
    status, out, err = exit_of("show", "report.md", "33")

    assert (status, out) == (1, "")
    assert err.endswith(" has no paragraph 33; it has paragraphs 1 to 32\n")


def test_a_report_without_numbers_counts_its_paragraphs() -> None:
    paragraph = Paragraph(address="u1", component="body", number=None, text="One.")

    told = known_paragraphs(Report(report_id="r", cover=Cover(), paragraphs=(paragraph,)))

    assert told == "1 paragraph without a number"


@pytest.mark.parametrize("command", ["show", "remove"])
def test_an_unknown_report_is_told_in_one_sentence(
    exit_of: Exit, bundled: Path, command: str
) -> None:
    status, out, err = exit_of(command, "absent")

    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith('rapporteur: no report is called "absent"; the library has reports-by')


def test_a_removed_report_is_gone(run: Run, home: Path, bundled: Path) -> None:
    done = run("remove", "report.md")

    assert done.stdout == "removed: reports-by-intergovernmental-organizations-2021\n"
    assert _kept(home) == []


def test_parsing_as_json_is_the_contract_and_adds_nothing(
    run: Run, home: Path, bundled_report: Report
) -> None:
    path = Path(rapporteur.__file__).parent / "corpus" / "reports" / "report.md"

    found = json.loads(run("parse", path, "--json").stdout)

    assert found == json.loads(json.dumps(report_json(bundled_report)))
    assert not home.exists()


def test_parsing_tells_the_doubts_on_stderr(run: Run, tmp_path: Path) -> None:
    done = run("parse", _write(tmp_path / "a.md", b"1. One.\n\n3. Three."))

    assert done.stdout.endswith("\n1. One.\n\n3. Three.\n")
    assert done.stderr == "warning: no paragraph 2 before paragraph 3\n"


def test_words_in_brackets_are_printed_as_they_are(run: Run, tmp_path: Path) -> None:
    path = _write(tmp_path / "a.md", b"1. [bold]One[/bold] \\[/\\] :smile: [link=x]y[/link].")

    assert "1. [bold]One[/bold] [/] :smile: [link=x]y[/link].\n" in run("parse", path).stdout


@pytest.mark.parametrize(
    "args",
    [("add",), ("show",), ("absent",), ("reports", "--absent"), ("reports", "extra"),
     ("--home",)],
)  # fmt: skip
def test_wrong_usage_exits_2(exit_of: Exit, args: tuple[str, ...]) -> None:
    status, out, err = exit_of(*args)

    assert (status, out, "Error" in err) == (2, "", True)


def test_a_done_command_exits_0(exit_of: Exit, bundled: Path) -> None:
    assert exit_of("reports", "--json")[0] == 0


@pytest.mark.parametrize("args", [("index",), ("verify",), ("ask", "Why?"), ("show", "x")])
def test_a_typed_error_exits_1_with_one_sentence(exit_of: Exit, args: tuple[str, ...]) -> None:
    status, out, err = exit_of(*args)

    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("rapporteur: ")


def test_a_misspelt_setting_exits_1(exit_of: Exit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_HOMES", "x")

    status, _, err = exit_of("reports")

    assert (status, err.split(";")[0]) == (1, "rapporteur: RAPPORTEUR_HOMES is no setting")


def test_a_damaged_library_is_told(exit_of: Exit, home: Path, bundled: Path) -> None:
    (home / "library.sqlite").write_bytes(b"no library")

    status, _, err = exit_of("reports")

    assert status == 1
    assert err.startswith(f"rapporteur: library {home / 'library.sqlite'} cannot be used: ")


def test_a_name_that_is_too_long_is_told(exit_of: Exit) -> None:
    status, out, err = exit_of("add", "a" * 5000)

    assert (status, out, "File name too long" in err) == (1, "", True)
