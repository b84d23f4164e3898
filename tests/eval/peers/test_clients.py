from pathlib import Path

from eval.peers.clients import ask_at_once
from eval.peers.contenders import Contender
from eval.peers.programs import over_http


def test_clients_share_the_requests(small: Contender, home: Path) -> None:
    with over_http(small.servers["small"], home, name="small", first="sky") as answering:
        assert answering.server is not None
        rush = ask_at_once(answering.server, ["sea", "sky"], clients=4, requests=21)

    assert len(rush.milliseconds) == 21
    assert 0 < max(rush.milliseconds) <= rush.seconds * 1000
