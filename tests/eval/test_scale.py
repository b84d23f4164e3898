import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import rapporteur
from eval.scale import (
    FITTED,
    GrowingReports,
    Growth,
    askings_from,
    evaluation_of,
    exponents,
    reports_of_size,
    write_growth,
)
from eval.significance import Estimate
from service import Cover, Paragraph, Report, report_digest


def _report(report_id: str, *texts: str) -> Report:
    paragraphs = tuple(
        Paragraph(address=str(number), component="body", number=str(number), text=text)
        for number, text in enumerate(texts, 1)
    )
    return Report(report_id=report_id, cover=Cover(title=report_id), paragraphs=paragraphs)


REPORTS = [_report("a", "One.", "Two."), _report("b", "Three.", "Four.", "Five.")]


def _all(source: GrowingReports) -> list[Report]:
    return list(source.read([report_id for report_id, _ in source.digests()]))


def test_a_library_has_the_first_paragraphs() -> None:
    chosen = _all(reports_of_size(REPORTS, 4))

    assert [[p.text for p in report.paragraphs] for report in chosen] == [
        ["One.", "Two."],
        ["Three.", "Four."],
    ]


def test_a_larger_library_repeats_reports_under_other_ids_and_titles() -> None:
    source = reports_of_size(REPORTS, 12)

    told = [(report.report_id, report.cover.title) for report in _all(source)]
    assert source.paragraphs == 12
    assert told == [
        ("a", "a"),
        ("a-copy-1", "Copy 1: a"),
        ("a-copy-2", "Copy 2: a"),
        ("b", "b"),
        ("b-copy-1", "Copy 1: b"),
    ]


def test_digests_are_those_of_the_reports() -> None:
    source = GrowingReports(REPORTS)
    source.add(_report("aa", "Six."))

    digests = source.digests()

    assert digests == [(each.report_id, report_digest(each)) for each in _all(source)]
    assert [report_id for report_id, _ in digests] == ["a", "aa", "b"]


def test_openings_are_spread_and_have_words() -> None:
    report = _report(
        "r", *(f"Paragraph {n} tells of drugs and of seizures at sea." for n in range(9))
    )

    askings = askings_from([report, _report("s", "2,021")], 3)

    assert [asking.question for asking in askings] == [
        f"Paragraph {n} tells of drugs and of" for n in (0, 3, 6)
    ]


def _growth(paragraphs: int, value: float) -> Growth:
    measures = {name: Estimate(value=value, count=1) for name in FITTED}
    return Growth(paragraphs=paragraphs, windows=2 * paragraphs, measures=measures)


def test_exponents_are_slopes_of_logarithms() -> None:
    growths = [_growth(100, 3.0), _growth(1000, 30.0), _growth(10_000, 300.0)]
    squared = [_growth(10, 1.0), _growth(100, 100.0)]

    assert set(exponents(growths).values()) == {1.0}
    assert set(exponents(squared).values()) == {2.0}


def test_one_size_has_no_exponents() -> None:
    assert exponents([_growth(100, 3.0)]) == {}


def test_growth_is_written_as_json_and_as_a_plot(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("")
    growths = [_growth(100, 3.0), _growth(1000, 30.0)]
    options = {"report-field": None, "real": 9, "clients": (8, 64)}

    write_growth(evaluation_of(growths, corpus, options=options), tmp_path / "out")

    told = json.loads((tmp_path / "out" / "scale.json").read_bytes())
    assert told["paragraphs"]["1000"]["p50-ms"]["value"] == 30.0
    assert told["measures"]["exponent of p50-ms"]["value"] == 1.0
    assert told["manifest"]["settings"]["real"] == 9
    assert "--size 100 --size 1000 --real 9 --clients 8 --clients 64" in told["manifest"]["command"]
    assert (tmp_path / "out" / "scale.svg").read_text().startswith("<?xml")


@pytest.mark.model
def test_the_command_measures_each_size(tmp_path: Path) -> None:
    texts = [f"Paragraph {number} tells of case {number % 7}." for number in range(12)]
    lines = [json.dumps({"_id": str(n), "text": text}) for n, text in enumerate(texts)]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("\n".join(lines))
    command = ["eval", "scale", str(corpus), "--size", "20", "--real", "8", "--requests", "2"]

    kept = ["--encoded", str(tmp_path / "encoded"), "--clients", "2"]

    done = CliRunner().invoke(
        rapporteur.app, [*command, *kept, "--out", str(tmp_path / "out"), "--json"]
    )

    assert list((tmp_path / "encoded").iterdir())
    measures = json.loads(done.stdout)["paragraphs"]["20"]
    assert measures["recall@100"]["value"] == 1.0
    assert measures["clients-2-errors"]["value"] == 0
    assert {"added-seconds", "build-seconds", "memory-MiB", "p99-ms"} <= set(measures)
