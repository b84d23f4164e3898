import subprocess
from pathlib import Path

import pytest

from eval.painting import Times, manifest_of, measures_of, time_painting
from eval.server import Asking, program
from service import Assistant, RapporteurError

REPORTS = Path(__file__).parents[2] / "corpus" / "reports"


def test_percentiles_are_of_each_question_of_a_page() -> None:
    times = Times(first=[10.0, 20.0, 30.0], further=[1.0, 2.0, 3.0])

    measures = measures_of(times)

    assert list(measures)[:2] == ["first-p50-ms", "first-p90-ms"]
    assert measures["first-p50-ms"].value == 20
    assert measures["further-p50-ms"].value == 2


def test_the_manifest_says_what_was_timed(assistant: Assistant) -> None:
    manifest = manifest_of(assistant, [Asking(question="a?")], file=None, pages=7)

    assert (manifest.dataset, manifest.questions) == ("openings of paragraphs", 1)
    assert manifest.settings["pages"] == 7
    assert manifest.receipt == assistant.receipt


@pytest.fixture
def indexed(home: Path) -> Path:
    """A home with the bundled report, indexed with the real encoder."""
    for command in (["add", str(REPORTS)], ["index"]):
        subprocess.run([*program(home), *command], check=True, capture_output=True)
    return home


@pytest.mark.model
@pytest.mark.browser
def test_two_questions_of_each_page_are_timed(indexed: Path) -> None:
    askings = [Asking(question="Where was cocaine found?"), Asking(question="para. 12")]

    times = time_painting(indexed, askings, pages=range(2), browser=Path("/usr/bin/chromium"))

    assert (len(times.first), len(times.further)) == (2, 2)
    assert all(milliseconds > 0 for milliseconds in (*times.first, *times.further))
    with pytest.raises(RapporteurError, match="does not start"):
        time_painting(indexed, askings, pages=range(1), browser=Path("/nowhere"))
