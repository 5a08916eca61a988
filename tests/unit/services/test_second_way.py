"""The second way of urgent alerts: a real HTTP server, a real command, and no delay of mail."""

from __future__ import annotations

import json
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr, ValidationError

from mailbot.mail.compose import read_back
from mailbot.model.alerts import Way
from mailbot.services import alarming, second_way
from mailbot.settings_alerts import AlertSettings
from mailbot.store import tellings
from mailbot.worker import Worker
from tests.faults.house import RUTH, settings_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mailbot.store.tellings import Telling
    from tests.faults.house import House

TOPIC = "a-topic-that-nobody-guesses"
CRY = "I cannot go on, says Kershaw.\n#distress"


@dataclass
class Ntfy:
    """A server that takes notes, and answers as it is told."""

    status: int = 200
    got: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    url: str = ""
    held: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(ntfy: Ntfy) -> Iterator[Ntfy]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            ntfy.got.append(json.loads(body) | {"token": self.headers["Authorization"]})
            ntfy.paths.append(self.path)
            ntfy.held.wait(20)
            self.send_response(ntfy.status)
            self.send_header("Location", ntfy.url)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    ntfy.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield ntfy
    finally:
        ntfy.held.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def ntfy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ntfy]:
    """A server on this machine, which answers at once."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving(Ntfy()) as server:
        server.held.set()
        yield server


@pytest.fixture
def build_with(build_house: Callable[..., House], tmp_path: Path) -> Callable[..., House]:
    """Build a house with a second way."""

    def build(topic: str = TOPIC, **alerts: str) -> House:
        settings = settings_for(tmp_path)
        secrets = settings.secrets.model_copy(
            update={"ntfy_topic": SecretStr(topic), "ntfy_token": SecretStr("tk_1")}
        )
        changed = {"alerts": AlertSettings.model_validate(alerts), "secrets": secrets}
        built = build_house(settings=settings.model_copy(update=changed))
        built.work()
        built.writes("Sam Kershaw <sam@student.test>", CRY)
        return built

    return build


def by(house: House, way: Way) -> list[Telling]:
    (raised,) = house.alerts("distress")
    with house.office.database.transaction() as connection:
        told = tellings.of_alert(connection, raised.id)
    return [each for each in told if each.way is way]


def texts(house: House) -> list[str]:
    return [read_back(raw).text for raw in house.got(RUTH)]


def test_ntfy_is_told_without_a_name_or_a_word(
    build_with: Callable[..., House], ntfy: Ntfy
) -> None:
    house = build_with(second_way="ntfy", ntfy_server=ntfy.url)
    house.work()
    (got,) = ntfy.got
    assert (got["topic"], got["priority"], got["token"]) == (TOPIC, 5, "Bearer tk_1")
    assert ntfy.paths == ["/"]
    said = f"{got['title']} {got['message']}".lower()
    assert "mail" in said
    for secret in ("sam", "kershaw", "student", "cannot", "go on"):
        assert secret not in said
    assert [each.problem for each in by(house, Way.NTFY)] == [None]


def test_it_is_told_again_with_the_same_pauses_until_seen(
    build_with: Callable[..., House], ntfy: Ntfy
) -> None:
    house = build_with(second_way="ntfy", ntfy_server=ntfy.url)
    for _ in range(16):
        house.work()
    assert len(ntfy.got) == 3
    assert "second time" in ntfy.got[1]["message"]


@pytest.mark.parametrize("status", [302, 403, 429, 500])
def test_a_refusal_is_told_by_mail_once_a_day_and_the_alert_itself_goes(
    build_with: Callable[..., House], ntfy: Ntfy, status: int
) -> None:
    ntfy.status = status
    house = build_with(second_way="ntfy", ntfy_server=ntfy.url)
    for _ in range(16):
        house.work()
    assert sum("reads as if someone may be at risk" in text for text in texts(house)) == 3
    (trouble,) = [text for text in texts(house) if f"HTTP {status}" in text]
    assert TOPIC not in trouble
    assert len(ntfy.got) == 3
    assert by(house, Way.NTFY)[0].problem


def test_a_server_that_is_not_there_is_told(build_with: Callable[..., House]) -> None:
    house = build_with(second_way="ntfy", ntfy_server="http://127.0.0.1:9")
    house.work()
    house.work()
    assert any("ntfy could not be reached" in text for text in texts(house))


def test_without_a_topic_it_is_told_what_lacks(build_with: Callable[..., House]) -> None:
    house = build_with(topic="", second_way="ntfy")
    house.work()
    house.work()
    assert any("MAILBOT_NTFY_TOPIC" in text for text in texts(house))


def test_a_slow_server_delays_no_mail(
    build_with: Callable[..., House], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving(Ntfy()) as slow:
        house = build_with(second_way="ntfy", ntfy_server=slow.url)
        worker = Worker(house.office, house.clock)
        sent = threading.Event()
        house.mailer.faults.calls.clear()
        monkeypatch.setattr(worker, "_listener", _tells(sent))
        running = threading.Thread(target=worker.run)
        running.start()
        try:
            assert sent.wait(15)
            assert any("may be at risk" in text for text in texts(house))
            assert not [each for each in by(house, Way.NTFY) if each.done_at]
        finally:
            slow.held.set()
            worker.stop()
            running.join()


def _tells(sent: threading.Event) -> Any:
    from mailbot.rounds import Listener

    return Listener(left=lambda _: sent.set())


def test_a_command_gets_the_words_as_its_input(
    build_with: Callable[..., House], tmp_path: Path
) -> None:
    heard = tmp_path / "heard"
    script = tmp_path / "ring.py"
    script.write_text(f"import sys; open({str(heard)!r}, 'a').write(sys.stdin.read())")
    house = build_with(second_way="command", command=f"{sys.executable} {script}")
    house.work()
    said = heard.read_text(encoding="utf-8")
    assert "Please look at your mail now" in said
    assert "Sam" not in said


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        (f"{sys.executable} -c 'raise SystemExit(3)'", "exit code 3"),
        ("/nowhere/ring", "cannot be run"),
        ("ring 'unclosed", "cannot be run"),
    ],
)
def test_a_command_that_fails_is_told(
    build_with: Callable[..., House], command: str, complaint: str
) -> None:
    house = build_with(second_way="command", command=command)
    house.work()
    house.work()
    assert any(complaint in text for text in texts(house))


def test_what_was_seen_meanwhile_is_not_told(build_with: Callable[..., House], ntfy: Ntfy) -> None:
    house = build_with(second_way="ntfy", ntfy_server=ntfy.url)
    house.work_only_in()
    (raised,) = house.alerts("distress")
    with house.office.database.transaction() as connection:
        from mailbot.model.outbox import Channel

        alarming.see(connection, raised.id, "coordinator", Channel.COMMAND, house.clock.now())
    second_way.tell_by_second_way(house.office, house.clock.now)
    assert ntfy.got == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"second_way": "command"},
        {"ntfy_server": "http://ntfy.example"},
        {"ntfy_server": "https://me:secret@ntfy.example"},
        {"first_pause": "3h"},
        {"second_way": "pigeon"},
    ],
)
def test_settings_that_cannot_work_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        AlertSettings.model_validate(wrong)
