"""D10, D11: the same bytes again and again; formats that are read, and those that are refused."""

import hashlib
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from corpus.errors import HomeOccupied, RapporteurError
from corpus.library import Library
from corpus.records import report_json
from index import backup
from index.backup import BACKUP_FILE, back_up, read_backup_manifest
from index.generation import current_generation, open_current
from index.manifest import FORMAT, MANIFEST_FILE, generation_name
from index.restoring import restore_backup
from tests.conftest import ROOT, FakeQueryEncoder
from tests.torture import asking, homes
from tests.torture.trials import Effort, Trial, empty_folder, timed

_THREADS = (1, 2, 4)
_RESTARTS = 3
_WORDS_ASKED = (3, 9)
_LONGEST_SECONDS = 1_800.0


def build_again(effort: Effort) -> Trial:
    """Index the same reports anew, added in any order: the manifests are the same bytes."""
    what = "the same reports indexed anew, added in any order, updated or at once: one name"
    with timed(Trial(goal="D10", what=what, effort=effort)) as trial:
        chance, right = trial.chance, homes.expected().names[-1]
        for number in range(effort.races):
            with empty_folder() as folder:
                order = chance.sample(range(1, homes.REPORTS + 1), homes.REPORTS)
                for report in order:
                    homes.add(folder / "home", report)
                    if chance.random() < 0.5:
                        homes.index(folder / "home")
                name = homes.index(folder / "home")
                faults = [] if name == right else ["another generation"]
                trial.count(faults, where=f"build {number}, order {order}")
    return trial


def ask_again(effort: Effort) -> Trial:
    """Ask the same questions in new processes with other hash seeds and numbers of threads."""
    encoder = "real" if effort.is_full else "fake"
    what = (
        f"answers compared byte for byte ({encoder} encoder): "
        f"restarts with {', '.join(map(str, _THREADS))} threads"
    )
    with timed(Trial(goal="D10", what=what, effort=effort)) as trial, empty_folder() as folder:
        home = _indexed_home(folder, is_real=effort.is_full)
        questions = _questions(home, effort.questions, trial.chance)
        (folder / "questions.json").write_text(json.dumps(questions), "utf-8")
        right = asking.digests(home, questions, threads=1)
        for restart in range(_RESTARTS if effort.is_full else 1):
            for threads in _THREADS:
                told = _ask(home, folder / "questions.json", threads=threads, seed=restart)
                for place, (one, other) in enumerate(zip(right, told, strict=True)):
                    faults = [] if one == other else ["another answer"]
                    trial.count(faults, where=f"question {place}, {threads} threads")
    return trial


def _indexed_home(folder: Path, *, is_real: bool) -> Path:
    home = folder / "home"
    if not is_real:
        for number in range(1, homes.REPORTS + 1):
            homes.add(home, number)
        homes.index(home)
        return home
    program = (sys.executable, "-m", "rapporteur", "--home", str(home))
    for command in (("add", "corpus/reports"), ("index",)):
        subprocess.run((*program, *command), check=True, cwd=ROOT, capture_output=True)
    return home


def _questions(home: Path, count: int, chance: random.Random) -> list[str]:
    """Questions of a few words of the reports, in any order."""
    texts = " ".join(p.text for r in Library(home, read_only=True).reports() for p in r.paragraphs)
    words = sorted(set(re.findall(r"\w+", texts)))
    return [
        " ".join(chance.sample(words, min(len(words), chance.randint(*_WORDS_ASKED)))) + "?"
        for _ in range(count)
    ]


def _ask(home: Path, questions: Path, *, threads: int, seed: int) -> list[str]:
    """The digest of each answer, given by a process of its own."""
    command = (sys.executable, "-m", "tests.torture.asking", home, questions, str(threads))
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
        timeout=_LONGEST_SECONDS,
    )  # fmt: skip
    told: list[str] = json.loads(done.stdout)
    return told


def read_formats(effort: Effort) -> Trial:
    """Open earlier and later formats: each is read, or refused with the formats in the message."""
    what = "earlier and later formats, altered manifests of backups, homes that have reports"
    with timed(Trial(goal="D11", what=what, effort=effort)) as trial, empty_folder() as folder:
        trial.count(_read_library_of_format_1(folder / "old"), where="library of format 1")
        for version in (3, 4, 99):
            faults = _open_library(folder / f"library-{version}", version)
            trial.count(faults, where=f"library of format {version}")
        for version in (*range(FORMAT), FORMAT + 1, FORMAT + 9):
            faults = _open_generation(folder / f"generation-{version}", version)
            trial.count(faults, where=f"generation of format {version}")
        _try_backups(folder / "backups", trial)
    return trial


def _read_library_of_format_1(home: Path) -> list[str]:
    """Make a library as version 0.1 did, and read it."""
    value = report_json(homes.report_of(1))
    for paragraph in value["paragraphs"]:
        del paragraph["boxes"]
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    source, digest = homes.source_of(1), hashlib.sha256(text.encode()).hexdigest()
    original = hashlib.sha256(source).hexdigest()
    home.mkdir()
    with closing(sqlite3.connect(home / "library.sqlite")) as connection, connection:
        connection.executescript(
            """CREATE TABLE originals (sha256 TEXT PRIMARY KEY, source BLOB NOT NULL) STRICT;
               CREATE TABLE reports (report_id TEXT PRIMARY KEY, original TEXT NOT NULL,
                                     report TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT;
               PRAGMA user_version = 1"""
        )
        connection.execute("INSERT INTO originals VALUES (?, ?)", (original, source))
        row = ("report-1", original, text, digest)
        connection.execute("INSERT INTO reports VALUES (?, ?, ?, ?)", row)
    return homes.faults_of_library(home, homes.Told(reports=["report-1"]))


def _open_library(home: Path, version: int) -> list[str]:
    homes.add(home, 1)
    with closing(sqlite3.connect(home / "library.sqlite")) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    try:
        homes.add(home, 2)
    except RapporteurError as error:
        return [] if f"format {version}" in str(error) else [f"refused without it: {error}"]
    return ["opened"]


def _open_generation(home: Path, version: int) -> list[str]:
    homes.add(home, 1)
    homes.index(home)
    root = home / "generations"
    folder = root / str(current_generation(home))
    value = json.loads((folder / MANIFEST_FILE).read_bytes())
    content = json.dumps({**value, "format": version}, indent=2, sort_keys=True).encode()
    (folder / MANIFEST_FILE).write_bytes(content)
    folder.rename(root / generation_name(content))
    (root / "CURRENT").write_text(generation_name(content), "ascii")
    try:
        open_current(home, FakeQueryEncoder)
    except RapporteurError as error:
        return [] if f"format {version}" in str(error) else [f"refused without it: {error}"]
    return ["opened"]


def _try_backups(folder: Path, trial: Trial) -> None:
    home, copy = folder / "home", folder / "copy"
    homes.add(home, 1)
    back_up(home, copy)
    try:
        restore_backup(copy, home)
        trial.count(["replaced"], where="a home that has reports")
    except HomeOccupied:
        trial.count([], where="a home that has reports")
    content = (copy / BACKUP_FILE).read_bytes()
    manifest = read_backup_manifest(content)
    for version in (0, backup.FORMAT + 1):
        altered = replace(manifest, format=version).to_bytes()
        faults = _restore(copy, altered, told=f"format {version}")
        trial.count(faults, where=f"backup of format {version}")
    for place in range(len(content)):
        flipped = bytearray(content)
        flipped[place] ^= 1 << trial.chance.randrange(8)
        faults = _restore(copy, bytes(flipped), told="")
        trial.count(faults, where=f"{BACKUP_FILE}, byte {place}")


def _restore(copy: Path, manifest: bytes, *, told: str) -> list[str]:
    """What is wrong with how a backup with another manifest is refused."""
    (copy / BACKUP_FILE).write_bytes(manifest)
    home = copy.with_name("restored")
    try:
        restore_backup(copy, home)
    except RapporteurError as error:
        return [] if told in str(error) else [f"refused without it: {error}"]
    shutil.rmtree(home)
    return ["restored"]
