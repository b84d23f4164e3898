import re
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Callable

import pytest

from service import AddressInUse, SettingsError
from web.commands import is_loopback, listen, read_settings, url_of
from web.settings import WebSettings

StartServer = Callable[[], "subprocess.Popen[str]"]


def test_a_port_in_use_is_told_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(AddressInUse, match=f"port {port}; choose another"):
            listen(WebSettings(port=port))


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(SettingsError, match=r"cannot listen at 192\.0\.2\.1, port 0: "):
        listen(WebSettings(host="192.0.2.1", port=0))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "reports.example"])
def test_beyond_this_machine_only_with_names(host: str) -> None:
    with pytest.raises(SettingsError, match="--allowed-host"):
        read_settings(host=host, port=None, allowed_hosts=None)


def test_names_open_the_way_beyond_this_machine() -> None:
    settings = read_settings(host="0.0.0.0", port=None, allowed_hosts=["reports.example"])

    assert (settings.host, settings.allowed_hosts) == ("0.0.0.0", ("reports.example",))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_loopback_needs_no_names(host: str) -> None:
    assert is_loopback(host)
    assert read_settings(host=host, port=None, allowed_hosts=None).host == host


def test_options_come_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_PORT", "8001")

    ports = [read_settings(host=None, port=port, allowed_hosts=None).port for port in (None, 8002)]

    assert ports == [8001, 8002]


def test_a_language_without_a_catalogue_is_refused_before_anything_is_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RAPPORTEUR_LANGUAGE", "tlh")

    with pytest.raises(SettingsError, match="no language 'tlh'; there is a catalogue for en"):
        read_settings(host=None, port=None, allowed_hosts=None)


def test_a_port_that_is_none_is_told_by_name() -> None:
    with pytest.raises(SettingsError, match="PORT"):
        read_settings(host=None, port=70_000, allowed_hosts=None)


def test_the_server_says_where_it_is_and_stops_cleanly(start_server: StartServer) -> None:
    with start_server() as server:
        assert server.stdout is not None
        said = server.stdout.readline()
        found = re.fullmatch(r"Rapporteur is at (http://127\.0\.0\.1:\d+)\n", said)
        assert found is not None
        with urllib.request.urlopen(f"{found[1]}/livez") as response:
            headers = response.headers
        server.send_signal(signal.SIGTERM)
        _, told = server.communicate(timeout=20)

    assert server.returncode == 0
    assert "server" not in headers
    steps = re.findall(r"^INFO: done (.+); (?:\w+=\w+ )*seconds=[\d.]+$", told, re.MULTILINE)
    assert steps == ["loading the program", "verifying and opening the index", "warming up"]
    assert told.endswith("INFO: stopping; open_requests=0\nINFO: stopped\n")


def test_the_address_of_a_listener_is_a_url() -> None:
    with listen(WebSettings(port=0)) as listener:
        assert url_of(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_an_answer_leaves_without_waiting_for_an_acknowledgement() -> None:
    with (
        listen(WebSettings(port=0)) as listener,
        socket.create_connection(listener.getsockname()),
        listener.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
