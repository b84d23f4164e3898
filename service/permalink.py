"""Our own links, pasted: /r/e-2025-28/26?mark=0-40#p-26, with or without the host."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote

_LINK = re.compile(
    r"""
    (?:https?://\S+?)?/r/
    (?P<report>[\w%-]+)
    (?:/(?P<address>[\w%.-]+))?/?
    (?:\?(?P<query>[^\s\#]*))?
    (?:\#(?:p-(?P<anchor>[\w%.-]+)|\S*))?    # the reader: /r/e-2025-28?part=2#p-26
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Permalink:
    """A link to a report, or to a paragraph of it; ``marks`` as ``service.marks`` reads them."""

    report_id: str
    address: str | None = None
    marks: str = ""


def read_permalink(text: str) -> Permalink | None:
    """Read a text that is one of our links; None when it is anything else."""
    match = _LINK.fullmatch(text.strip())
    if match is None:
        return None
    address = match["address"] or match["anchor"]
    return Permalink(
        unquote(match["report"]),
        unquote(address) if address else None,
        parse_qs(match["query"] or "").get("mark", [""])[0],
    )
