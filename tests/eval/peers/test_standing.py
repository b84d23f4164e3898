from pathlib import Path

import pytest

from eval.evaluation import Evaluation, Manifest
from eval.peers.standing import ratios_of, standing_json, standing_markdown, write_standing
from eval.significance import Estimate


def _measures(**values: float) -> dict[str, Estimate]:
    names = {"rate": "texts-indexed/s", "p50": "p50-ms", "ndcg": "nDCG@10"}
    return {names[name]: Estimate(value=value) for name, value in values.items()}


STANDING = {
    "rapporteur": _measures(rate=40.0, p50=5.0, ndcg=0.75),
    "txtai": _measures(rate=20.0, p50=20.0, ndcg=0.5),
    "script": _measures(rate=10.0, p50=2.5),
}


def test_a_ratio_tells_how_many_times_better_ours_is() -> None:
    assert ratios_of(STANDING) == {
        "txtai": {"texts-indexed/s": 2.0, "p50-ms": 4.0, "nDCG@10": 1.5},
        "script": {"texts-indexed/s": 4.0, "p50-ms": 0.5},
    }


def test_the_table_has_figures_and_ratios() -> None:
    assert standing_markdown(STANDING).splitlines() == [
        "| measure | rapporteur | txtai | script |",
        "| --- | ---: | ---: | ---: |",
        "| texts-indexed/s | 40.0 | 20.0 (2.00×) | 10.0 (4.00×) |",
        "| p50-ms | 5.000 | 20.0 (4.00×) | 2.500 (0.50×) |",
        "| nDCG@10 | 0.750 | 0.500 (1.50×) | – |",
    ]


def test_json_has_the_contracts_form_and_every_system() -> None:
    manifest = Manifest(dataset="seas", files={}, questions=2)

    told = standing_json(STANDING, Evaluation(measures=STANDING["rapporteur"], manifest=manifest))

    assert told["measures"]["p50-ms"]["value"] == 5.0
    assert told["systems"]["txtai"]["p50-ms"]["value"] == 20.0
    assert told["ratios"]["script"]["p50-ms"] == 0.5
    assert told["manifest"]["dataset"] == "seas"


def test_table_and_plot_are_written_beside_each_other(tmp_path: Path) -> None:
    table, picture = write_standing(STANDING, tmp_path / "out")

    assert table.read_text().endswith("![Rapporteur beside other systems](bench.svg)\n")
    assert "texts-indexed/s: txtai 2.000, script 4.000" in picture.read_text()


def test_without_others_there_is_nothing_to_compare() -> None:
    assert ratios_of({"rapporteur": STANDING["rapporteur"]}) == {}


@pytest.mark.parametrize("value", [None, 0.0])
def test_a_figure_that_is_missing_or_zero_has_no_ratio(value: float | None) -> None:
    standing = {**STANDING, "none": {"p50-ms": Estimate(value=value)}}

    assert ratios_of(standing)["none"] == {}
