from web.errors import BUSY, STOPPING
from web.gate import Gate


def test_as_many_are_let_in_as_are_allowed() -> None:
    refusals = [Gate(2, open_requests=count).refusal() for count in (0, 1, 2, 3)]

    assert refusals == [None, None, BUSY, BUSY]


def test_a_closing_gate_lets_nobody_in() -> None:
    assert Gate(2, is_closing=True).refusal() is STOPPING


def test_whoever_is_refused_is_told_when_to_come_back() -> None:
    told = [
        (each.code, each.status.value, each.headers["Retry-After"]) for each in (BUSY, STOPPING)
    ]

    assert told == [("busy", 503, "2"), ("stopping", 503, "30")]
