"""Run the torture suite in full, as ``make torture`` does, and write its tables."""

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.torture.suite import TRIALS, as_json, markdown, play
from tests.torture.trials import FULL, QUICK

_NAMES = (*TRIALS, "plants")


def main() -> int:
    """Run what is named, else everything; 0 where nothing failed and all plants are found."""
    told = read_arguments(sys.argv[1:])
    logging.disable(logging.ERROR)  # servers tell of the damage that is done to them
    effort = replace(QUICK if told.quick else FULL, seed=told.seed)
    trials, hunts = play(effort, names=told.names or _NAMES, tell=_say)
    if told.json:
        told.json.write_text(json.dumps(as_json(trials, hunts), indent=2), "utf-8")
    if told.markdown:
        told.markdown.write_text(markdown(trials, hunts), "utf-8")
    failures = [failure for trial in trials for failure in trial.failures]
    for failure in failures:
        _say(failure)
    return 1 if failures or any(each.found is None for each in hunts) else 0


def read_arguments(words: Sequence[str]) -> argparse.Namespace:
    """What the command line asks; without a name, everything."""
    parser = argparse.ArgumentParser(description="Torture the durable parts of Rapporteur.")
    parser.add_argument("names", nargs="*", choices=[[], *_NAMES], metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="what the tests run")
    parser.add_argument("--seed", type=int, default=FULL.seed)
    parser.add_argument("--json", type=Path, help="where every failure is written")
    parser.add_argument("--markdown", type=Path, help="where the tables are written")
    return parser.parse_args(words)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
