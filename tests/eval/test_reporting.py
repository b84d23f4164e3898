import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from eval.reporting import report_of, write_report
from eval.trials import Trial
from service import JudgementsUnreadable

VOID = {"meta", "link", "br", "img", "input", "hr", "path", "use", "rect"}


def told(value: float) -> dict[str, float]:
    return {"value": value, "low": value / 2, "high": 1.0, "count": 4}


def benchmark(system: str, value: float) -> Trial:
    return Trial(
        set_name="seas|skies",
        system=system,
        evaluation={
            "measures": {"nDCG@10": told(value), "R@100": told(value)},
            "manifest": {"version": "1", "settings": {"depth": 9}, "command": f"run <{system}>"},
        },
        lines=tuple(
            {"id": str(place), "measures": {"nDCG@10": value, "R@100": value}} for place in range(8)
        ),
        run={"0": {"a": 1.0}},
        qrels={"0": {"a": 1}},
    )


def questions(system: str, value: float) -> Trial:
    measures = {
        name: told(value) for name in ("success@1", "AUROC", "AURC", "ECE", "wrong-report@1")
    }
    return Trial(
        set_name="asked",
        system=system,
        evaluation={
            "measures": measures,
            "types": {"direct": {"success@1": told(value)}},
            "manifest": {"version": "1"},
        },
        lines=tuple(
            {
                "id": str(place),
                "confidence": place / 10,
                "answerable": place > 3,
                "first_right": 1 if place > 4 else None,
                "measures": {"success@1": value},
            }
            for place in range(10)
        ),
    )


def latency() -> Trial:
    lines = tuple(
        {"id": str(turn), "measures": {"served-ms": 9.0, "called-ms": 7.0, "searched-ms": 4.0}}
        for turn in range(5)
    )
    return Trial(
        set_name="latency-asked",
        system="default",
        evaluation={"measures": {"p50-ms": told(9.0)}, "manifest": {"version": "1"}},
        lines=lines,
    )


TRIALS = (
    benchmark("bm25", 0.25),
    benchmark("default", 0.75),
    questions("bm25", 0.5),
    questions("default", 0.5),
    latency(),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report")
    write_report(report_of(TRIALS), out)
    return out


class Balance(HTMLParser):
    """Follows open elements, so that one that is not closed is found."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.opened.pop() == tag


def test_the_page_is_whole_and_asks_for_nothing_else(folder: Path) -> None:
    page = (folder / "report.html").read_text(encoding="utf-8")
    balance = Balance()

    balance.feed(page)

    assert balance.opened == []
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(?!#)", page)
    assert "@import" not in page


def test_every_plot_has_its_title_its_words_and_its_table(folder: Path) -> None:
    page = (folder / "report.html").read_text(encoding="utf-8")

    plots = page.count("<figure>")
    assert plots >= 8
    assert page.count("<title id=") == page.count("<desc id=") == page.count('role="img"') == plots
    assert page.count("<table>") >= plots
    ids = re.findall(r"\sid=\"([^\"]+)\"", page)
    assert len(ids) == len(set(ids))


def test_a_better_system_is_bold_and_starred(folder: Path) -> None:
    page = (folder / "report.html").read_text(encoding="utf-8")
    text = (folder / "report.md").read_text(encoding="utf-8")

    assert "<b>0.750*</b>" in page
    assert "**0.750***" in text


def test_every_section_is_there_with_its_figures(folder: Path) -> None:
    text = (folder / "report.md").read_text(encoding="utf-8")

    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings == [
        "Retrieval",
        "Answers",
        "Comparisons",
        "Types of question",
        "Confidence",
        "Latency",
        "Runs and how to repeat them",
    ]
    assert "HTTP and JSON 2.0 ms; evidence, confidence, citations 3.0 ms" in text
    assert r"seas\|skies" in text


def test_pictures_of_the_markdown_exist(folder: Path) -> None:
    named = re.findall(r"\]\((plots/[^)]+)\)", (folder / "report.md").read_text(encoding="utf-8"))

    assert named
    assert [name for name in named if not (folder / name).is_file()] == []


def test_commands_are_told_as_they_are(folder: Path) -> None:
    assert "run &lt;bm25&gt;" in (folder / "report.html").read_text(encoding="utf-8")
    assert "run <bm25>" in (folder / "report.md").read_text(encoding="utf-8")


def test_the_same_trials_are_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_report(report_of(TRIALS[::-1]), tmp_path / "a")
    write_report(report_of(TRIALS[::-1]), tmp_path / "b")

    files = [path for path in sorted((tmp_path / "a").rglob("*")) if path.is_file()]
    assert len(files) > 8
    for path in files:
        again = tmp_path / "b" / path.relative_to(tmp_path / "a")
        assert path.read_bytes() == again.read_bytes()


def test_the_default_comes_first_and_baselines_last(folder: Path) -> None:
    text = (folder / "report.md").read_text(encoding="utf-8")

    assert "| set | default | bm25 |" in text


def test_a_trial_that_is_there_twice_is_refused() -> None:
    with pytest.raises(JudgementsUnreadable, match='"bm25" is kept twice'):
        report_of([TRIALS[0], TRIALS[0]])
