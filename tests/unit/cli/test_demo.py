"""The ports of the demo's mail server."""

from __future__ import annotations

import socket

import pytest

from mailbot.cli.main import main


def demo(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["demo", "--script", *arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


def test_a_port_that_is_taken_is_told_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert demo("--imap-port", str(taken.getsockname()[1])) == 1
    said = capsys.readouterr().err
    assert "another program has it" in said
    assert "--imap-port" in said


@pytest.mark.parametrize("port", ["99999", "-1", "imap"])
def test_what_is_no_port_is_wrong_usage(port: str) -> None:
    assert demo("--smtp-port", port) == 2
