"""A conversation at a terminal: questions are answered, and lines that begin with ":" are commands.

Nothing that is typed is lost by a mistake: a command that cannot be followed says what can, and
the conversation goes on as it was.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from corpus.counting import count_text
from corpus.errors import QuestionError, RapporteurError
from corpus.records import Report
from service.answer import Answer, Passage, answer_json
from service.assistant import Assistant
from service.citation import CitationForms, citation_forms, printed_date
from service.quotes import quotation_of
from service.scope import Scope, reports_in
from service.scope_terms import narrow, opened_by
from service.telling import scope_text, show_answer, show_opened, shown_passages
from service.transcript import transcript_of

PROMPT = "› "
GREETING = "Ask a question, or cite a paragraph; :help lists the commands, :quit leaves."

_ABBREVIATIONS = {"q": "quit"}  # "quote" begins so too, but people leave that way elsewhere

FORMS: Mapping[str, Callable[[CitationForms], str]] = {
    "note": lambda forms: forms.note,
    "permalink": lambda forms: forms.permalink,
    "bibtex": lambda forms: forms.bibtex,
    "ris": lambda forms: forms.ris.replace("\r\n", "\n"),
    "csl-json": lambda forms: forms.csl_json,
}


class Chat:
    """One conversation.

    Answers and what is asked for are told on ``console``, everything else on ``aside``. As JSON,
    ``console`` has one answer a line and nothing else.
    """

    def __init__(
        self,
        assistant: Assistant,
        *,
        console: Console,
        aside: Console,
        base_url: str = "",
        as_json: bool = False,
    ) -> None:
        self.is_over = False
        self.scope = Scope()
        self.answers: list[Answer] = []
        self._assistant = assistant
        self._answers_out = console
        self._out = aside if as_json else console
        self._aside = aside
        self._base_url = base_url
        self._as_json = as_json
        self._is_echoing = not (as_json or console.is_terminal)  # a pipe has no line to see
        self._history: list[str] = []
        self._open_fields: frozenset[str] = frozenset()  # whatever a question names of them
        self._saved: Path | None = None

    @property
    def reports(self) -> tuple[Report, ...]:
        """All reports that can be asked, without their paragraphs."""
        return self._assistant.reports()

    def hear(self, line: str) -> None:
        """Answer a question or follow a command; an empty line does nothing."""
        line = line.strip()
        if line and self._is_echoing:
            self._out.print(f"\n{PROMPT}{line}")
        try:
            if line.startswith(":"):
                self._follow(line.removeprefix(":").strip())
            elif line:
                self._ask(line)
        except RapporteurError as error:
            self._aside.print(str(error))

    def _ask(self, question: str) -> None:
        answer = self._assistant.ask(
            question, history=self._history, scope=self.scope, open_fields=self._open_fields
        )
        self._history.append(question)
        self.answers.append(answer)
        if self._as_json:
            line = json.dumps(answer_json(answer), ensure_ascii=False)
            self._answers_out.print(line, soft_wrap=True)
            return
        show_answer(self._out, answer, is_numbered=True)
        if answer.readings:
            self._out.print("\nThis may also have been meant:")
        for number, reading in enumerate(answer.readings, 1):
            self._out.print(f":reading {number}  {reading}")

    def _follow(self, typed: str) -> None:
        word, _, rest = typed.partition(" ")
        named = _ABBREVIATIONS.get(word.lower(), word.lower())
        found = [name for name in COMMANDS if named and name.startswith(named)]
        if len(found) != 1 and named not in COMMANDS:
            told = "can be" if found else "is no command; there are"
            raise QuestionError(f":{word} {told} {', '.join(f':{n}' for n in found or COMMANDS)}")
        COMMANDS[named if named in COMMANDS else found[0]].act(self, rest.strip())

    def _open(self, typed: str) -> None:
        passage = self._passage(typed)
        show_opened(self._out, passage, self._assistant.report(passage.report_id))

    def _cite(self, typed: str) -> None:
        number, _, form = typed.partition(" ")
        if not form and number in FORMS:
            number, form = "", number
        passage, form = self._passage(number), form.strip().lower()
        if form and form not in FORMS:
            raise QuestionError(f"{form} is no form of a citation; there are {', '.join(FORMS)}")
        forms = self._forms(passage)
        for name in [form] if form else FORMS:
            if not form:
                self._out.print(Text(f"{name}:", style="bold"))
            self._out.print(FORMS[name](forms).rstrip("\n"), soft_wrap=True)

    def _quote(self, typed: str) -> None:
        self._out.print(quotation_of(self._passage(typed)), soft_wrap=True)

    def _also(self, typed: str) -> None:
        passage = self._passage(typed)
        if not passage.also:
            raise QuestionError(f"no other paragraph was found to say what {passage.citation} says")
        for each in passage.also:
            self._out.print(f"{each.citation}  {self._base_url}{each.url}", soft_wrap=True)

    def _read(self, typed: str) -> None:
        readings = self.answers[-1].readings if self.answers else ()
        if not readings:
            raise QuestionError("the last question has no other reading")
        reading = readings[_place(typed, count=len(readings), things="readings")]
        self._ask_instead(reading)

    def _ask_instead(self, question: str) -> None:
        """Ask in place of the last question, which was meant otherwise."""
        del self._history[-1:]
        self._out.print(Text(question, style="bold"))
        self._ask(question)

    def _narrow(self, typed: str) -> None:
        if typed.lower() == "off":
            self.scope, self._open_fields = Scope(), frozenset()
        elif typed:
            self.scope = narrow(self.scope, typed, self.reports)
            self._open_fields |= opened_by(typed)
        held = count_text(len(reports_in(self.scope, self.reports)), "report")
        told = "everything" if self.scope.is_open else scope_text(self.scope)
        self._out.print(f"Searched: {told} ({held})")
        facets = self.answers[-1].facets if self.answers and not typed else ()
        for facet in facets:
            name = facet.field.removesuffix("_id")
            self._out.print(f":scope {name}={facet.value}  {facet.label} ({facet.count})")
        if typed and self.answers and self._open_fields & set(self.answers[-1].inferred):
            self._ask_instead(self.answers[-1].question)  # it alone named what is open now

    def _begin_anew(self, typed: str) -> None:
        self._history.clear()
        kept = "" if self.scope.is_open else f" Still searched only in: {scope_text(self.scope)}."
        self._aside.print(f"A new subject: nothing is taken over from before.{kept}")

    def _list_reports(self, typed: str) -> None:
        for report in reports_in(self.scope, self.reports):
            cover = report.cover
            details = (cover.title or report.source_name, cover.organ, printed_date(cover.date))
            name = Text(cover.symbol or report.report_id, style="bold")
            self._out.print(
                name.append(f"  {'; '.join(d for d in details if d)}", style="not bold")
            )

    def _show_receipt(self, typed: str) -> None:
        for name, value in asdict(self._assistant.receipt).items():
            self._out.print(f"{name.replace('_', ' ')}: {value}", soft_wrap=True)

    def _save(self, typed: str) -> None:
        if not typed:
            raise QuestionError("name the file, as in :save answers.md")
        if not self.answers:
            raise QuestionError("nothing was asked yet")
        path = Path(typed).expanduser()
        if path.exists() and path != self._saved:
            raise QuestionError(f"{path} exists already; name another file")
        try:
            path.write_text(transcript_of(self.answers, base_url=self._base_url), "utf-8")
        except OSError as error:
            raise QuestionError(f"{path} cannot be written: {error.strerror}") from error
        self._saved = path
        self._aside.print(f"written: {path} ({count_text(len(self.answers), 'question')})")

    def _help(self, typed: str) -> None:
        width = max(len(command.usage) for command in COMMANDS.values()) + 3
        for command in COMMANDS.values():
            self._out.print(Text.assemble((f":{command.usage}".ljust(width), "bold"), command.use))

    def _leave(self, typed: str) -> None:
        self.is_over = True

    def _passage(self, typed: str) -> Passage:
        """The passage of the last answer with a typed number; the first where none is typed."""
        shown = shown_passages(self.answers[-1]) if self.answers else ()
        if not shown:
            raise QuestionError("there is no passage to show; ask a question first")
        return shown[_place(typed, count=len(shown), things="passages")]

    def _forms(self, passage: Passage) -> CitationForms:
        report = self._assistant.report(passage.report_id)
        spans = [(each.start, each.end) for each in passage.highlights]
        paragraph = report.paragraph(passage.address)
        return citation_forms(report, paragraph, spans=spans, base_url=self._base_url)


@dataclass(frozen=True, slots=True)
class Command:
    """What can be typed after ":", how it is typed, and what it is for."""

    usage: str
    use: str
    act: Callable[[Chat, str], None]


# The methods are this module's own: the table only gives them the names that are typed.
COMMANDS: Mapping[str, Command] = {
    "open": Command(
        "open 2", "passage 2 whole, its quotes marked, with its neighbours", Chat._open
    ),
    "cite": Command("cite 2 [bibtex]", f"its citation: {', '.join(FORMS)}", Chat._cite),
    "quote": Command("quote 2", "its quotes with their citation, to paste", Chat._quote),
    "also": Command("also 2", "the other places that say the same", Chat._also),
    "reading": Command("reading 1", "ask what else the last question can mean", Chat._read),
    "scope": Command(
        "scope year=2025", "search only there; year= opens, :scope shows, off resets", Chat._narrow
    ),
    "new": Command("new", "begin a new subject", Chat._begin_anew),
    "reports": Command("reports", "the reports that are searched", Chat._list_reports),
    "receipt": Command("receipt", "what produces the answers", Chat._show_receipt),
    "save": Command("save FILE.md", "write the conversation with its citations", Chat._save),
    "help": Command("help", "this list", Chat._help),
    "quit": Command("quit", "leave, as Ctrl-D does", Chat._leave),
}


def converse(chat: Chat, lines: Iterable[str], *, aside: Console) -> None:
    """Hear line after line until there is none or the reader leaves; Ctrl-C ends one answer."""
    for line in lines:
        try:
            chat.hear(line)
        except KeyboardInterrupt:
            aside.print("Interrupted.")
        if chat.is_over:
            return


def _place(typed: str, *, count: int, things: str) -> int:
    """The place, from 0, of a number that was typed; nothing typed means the first."""
    if not typed:
        return 0
    if typed.isdecimal() and 1 <= int(typed) <= count:
        return int(typed) - 1
    known = "only 1" if count == 1 else f"1 to {count}"
    raise QuestionError(f"the last answer has no {typed} among its {things}; it has {known}")
