"""What is tortured: small homes, whose every right state is known, and what is wrong with one."""

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from corpus.errors import RapporteurError
from corpus.fsops import Disk
from corpus.integrity import check_library
from corpus.library import Library, report_digest
from corpus.records import Cover, Paragraph, Report
from index.generation import current_generation, open_current, verify_generation
from index.publishing import build_generation
from index.settings import IndexSettings, RetrievalSettings
from service import Assistant, ServiceSettings, answer_json
from tests.conftest import FakeEncoder, FakeQueryEncoder

REPORTS = 3
QUESTIONS = ("How much cocaine was seized by report 2?", "Who came by sea?", '"It came by sea"')
FAST_MEMORY = Path("/dev/shm")  # where the durability of the disk itself is not what is tested


def source_of(number: int) -> bytes:
    """The file of the report with a number."""
    return f"{number}. The original file.\n".encode() * 100


def report_of(number: int, *, paragraphs: int = 3) -> Report:
    """The report with a number, of which every paragraph names it."""
    return Report(
        report_id=f"report-{number}",
        cover=Cover(title=f"Seizures of report {number}", symbol=f"E/2025/{number}"),
        paragraphs=tuple(
            Paragraph(
                address=str(place),
                component="body",
                number=str(place),
                text=f"Report {number} tells of cocaine in {place} ports. It came by sea.",
                sections=("I. Drugs",),
            )
            for place in range(1, paragraphs + 1)
        ),
        source_name=f"report-{number}.md",
        source_sha256=hashlib.sha256(source_of(number)).hexdigest(),
    )


def add(home: Path, number: int, *, disk: Disk | None = None) -> str:
    """Add the report with a number; its id."""
    added = Library(home, disk=disk).add(report_of(number), source_of(number))
    return added.report.report_id


def index(home: Path, *, disk: Disk | None = None) -> str:
    """Index the library of a home with the fake encoder; the generation's name."""
    reports = list(Library(home, read_only=True).reports())
    settings = IndexSettings()
    return build_generation(reports, FakeEncoder(), home, settings=settings, disk=disk).name


def open_home(home: Path) -> Assistant:
    """Open the published generation of a home, as the service does."""
    generation = open_current(home, FakeQueryEncoder)
    return Assistant(generation, settings=ServiceSettings(), retrieval=RetrievalSettings())


def answers(home: Path, questions: Sequence[str] = QUESTIONS) -> bytes:
    """What a home answers, as the API writes it."""
    assistant = open_home(home)
    told = [answer_json(assistant.ask(question)) for question in questions]
    return json.dumps(told, sort_keys=True, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """The names of the generations of one, two, ... reports, and what each of them answers."""

    names: tuple[str, ...]
    answers: Mapping[str, bytes]


@cache
def expected() -> Expectation:
    """What whole homes are; made once, by the code that is tortured, left in peace."""
    names: list[str] = []
    told: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        for number in range(1, REPORTS + 1):
            add(home, number)
            names.append(index(home))
            told[names[-1]] = answers(home)
    return Expectation(names=tuple(names), answers=told)


@dataclass(slots=True)
class Told:
    """What was acknowledged, which is what nothing may take away."""

    reports: list[str] = field(default_factory=list)
    generations: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def copy(self) -> "Told":
        """The same, which goes on by itself."""
        return replace(
            self,
            reports=list(self.reports),
            generations=list(self.generations),
            others=list(self.others),
        )

    def receive(self, kind: str, name: str) -> None:
        """Note an acknowledgement."""
        getattr(self, kind).append(name)

    @property
    def key(self) -> tuple[int, int, int]:
        """How much was acknowledged."""
        return len(self.reports), len(self.generations), len(self.others)


def faults_of_library(home: Path, told: Told) -> list[str]:
    """What is wrong with a library that was told to have these reports."""
    faults = list(check_library(home).faults)
    if faults:
        return faults
    try:
        kept = {report.report_id: report for report in Library(home, read_only=True).reports()}
    except RapporteurError as error:
        return [str(error)]
    faults += [f"{each} was acknowledged and is lost" for each in told.reports if each not in kept]
    right = {f"report-{number}": report_of(number) for number in range(1, REPORTS + 1)}
    for name, report in kept.items():
        if name not in right or report_digest(report) != report_digest(right[name]):
            faults.append(f"{name} is no report that was added")
    return faults


def faults_of_index(home: Path, told: Told) -> list[str]:
    """What is wrong with an index, of which these generations were told to be published."""
    names = expected().names
    least = max((names.index(name) for name in told.generations), default=-1)
    try:
        name = current_generation(home)
        if name is None:
            return [] if least < 0 else ["a generation was acknowledged and is lost"]
        if name not in names[max(least, 0) :]:
            return [f"generation {name} is older than the one that was acknowledged, or foreign"]
        verify_generation(home)
    except RapporteurError as error:
        return [str(error)]
    return []


def faults_of_answers(home: Path) -> list[str]:
    """What is wrong with what a home answers; a home without an index answers nothing."""
    try:
        name = current_generation(home)
        if name is None or answers(home) == expected().answers[name]:
            return []
    except RapporteurError as error:
        return [str(error)]
    return [f"generation {name} answers otherwise than it should"]


def left_over(root: Path) -> list[str]:
    """What a writer that died has left and the next one should have removed."""
    return [f"{path.name} is left" for path in root.rglob("*staging-*")]
