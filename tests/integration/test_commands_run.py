"""`mailbot run` in a process of its own, once, stopped by a signal, and refused."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.integration.commands import Commands

TOM = ("Tom Ferris <tom@student.example>", "balint group", "Hi, does it cost anything to join?")


def write_setting(commands: Commands, old: str, new: str) -> None:
    file = commands.home / "config" / "mailbot.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_its_lines_name_ids_and_no_people(commands: Commands) -> None:
    commands.comes(*TOM)
    answer = commands("run", "--once")
    assert answer.code == 0
    assert "mail 1 handled (rule: reply)" in answer.err
    assert "Tom" not in answer.err
    assert "tom@" not in answer.err
    assert answer.out == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it_cleanly(commands: Commands, number: signal.Signals) -> None:
    commands.comes(*TOM)
    command = [sys.executable, "-m", "mailbot", "--home", str(commands.home), "run"]
    # What a shell puts into the background inherits that SIGINT is ignored.
    with subprocess.Popen(
        ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *command],
        stderr=subprocess.PIPE,
        text=True,
    ) as worker:
        assert worker.stderr is not None
        said = []
        for line in worker.stderr:
            said.append(line)
            if "handled" in line:
                worker.send_signal(number)
        assert worker.wait(30) == 0
    assert "stopped" in said[-1]
    assert commands("drafts", "--json").json["drafts"][0]["email"] == "tom@student.example"


def test_a_refused_login_ends_it_with_1(commands: Commands) -> None:
    secrets = commands.home / ".env"
    secrets.write_text("MAILBOT_MAILBOX_PASSWORD=wrong\n", encoding="utf-8")
    for once in (["--once"], []):
        answer = commands("run", *once)
        assert answer.code == 1
        assert commands.account.address in answer.err


def test_a_set_clock_dates_what_is_written(commands: Commands) -> None:
    commands.comes(*TOM)
    assert commands("run", "--once", "--now", "2026-11-23T09:30+11:00").code == 0
    assert commands.outbound(1).created_at.isoformat() == "2026-11-22T22:30:00+00:00"


@pytest.mark.parametrize("now", ["tomorrow", "2026-11-23T09:30"])
def test_a_set_clock_needs_an_instant_with_its_zone(commands: Commands, now: str) -> None:
    assert commands("run", "--once", "--now", now).code == 2


def test_a_set_clock_is_refused_where_mail_would_reach_people(commands: Commands) -> None:
    write_setting(
        commands,
        '[delivery]\nhost = "127.0.0.1"',
        '[delivery]\nhost = "smtp.provider.example"',
    )
    write_setting(
        commands,
        f'port = {commands.account.delivery.port}\nsecurity = "plain"',
        'security = "tls"',
    )
    answer = commands("run", "--once", "--now", "2026-11-23T09:30+11:00")
    assert answer.code == 1
    assert "only_to" in answer.err


def test_a_set_clock_is_refused_on_a_real_mailbox_that_is_reached_on_this_machine(
    commands: Commands,
) -> None:
    write_setting(commands, "sandbox = true\n", "")
    answer = commands("run", "--once", "--now", "2026-11-23T09:30+11:00")
    assert answer.code == 1
    assert "only_to" in answer.err
    write_setting(commands, "[delivery]", f'[delivery]\nonly_to = ["{commands.account.address}"]')
    assert commands("run", "--once", "--now", "2026-11-23T09:30+11:00").code == 0
