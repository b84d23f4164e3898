from collections.abc import Iterator

import corpus.errors
from corpus.errors import RapporteurError


def _classes(base: type[RapporteurError]) -> Iterator[type[RapporteurError]]:
    yield base
    for child in base.__subclasses__():
        yield from _classes(child)


def _drawn(tree: str) -> dict[str, str | None]:
    """The parent of each name in a drawn tree; each level is indented by four characters."""
    parents: dict[str, str | None] = {}
    path: list[str] = []
    for line in tree.splitlines():
        bare = line.lstrip("│├└─ ")
        if not line.startswith(("RapporteurError", "│", "├", "└")):
            continue
        name, level = bare.split()[0], (len(line) - len(bare)) // 4
        path[level:] = [name]
        parents[name] = path[level - 1] if level else None
    return parents


def test_the_tree_in_the_docstring_is_the_tree_in_code() -> None:
    coded = {
        error.__name__: error.__bases__[0].__name__ if error is not RapporteurError else None
        for error in _classes(RapporteurError)
        if error.__module__ == "corpus.errors"
    }

    assert _drawn(str(corpus.errors.__doc__)) == coded


def test_every_error_lives_in_the_tree() -> None:
    modules = {error.__module__ for error in _classes(RapporteurError)}

    assert modules == {"corpus.errors"}


def test_codes_are_unique_and_fit_an_address() -> None:
    codes = [error.code for error in _classes(RapporteurError)]

    assert len(set(codes)) == len(codes)
    assert all(code == code.lower() and code.replace("-", "").isalpha() for code in codes)


def test_an_error_is_told_by_its_message_alone() -> None:
    assert [str(error("what happened")) for error in _classes(RapporteurError)] == [
        "what happened"
    ] * len(list(_classes(RapporteurError)))
