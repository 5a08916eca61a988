"""How `mailbot` finds its commands, and how it ends."""

from __future__ import annotations

import errno
import importlib
import os
import subprocess
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import pytest
import typer

from mailbot.cli import main as entry
from mailbot.cli.home import home_of
from mailbot.errors import LoginRefused, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(autouse=True)
def _no_home_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAILBOT_HOME", raising=False)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put a function, or an app, behind the command `audit`."""

    def put(**contents: object) -> None:
        module = ModuleType("invented")
        for name, value in contents.items():
            setattr(module, name, value)
        monkeypatch.setattr(entry, "find_spec", lambda _name: True)
        monkeypatch.setattr(importlib, "import_module", lambda _name: module)

    return put


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        entry.main(list(arguments))
    assert isinstance(end.value.code, int)
    return end.value.code


def failing(error: BaseException) -> Callable[[], None]:
    def audit() -> None:
        raise error

    return audit


def test_done_is_0(command: Callable[..., None]) -> None:
    command(audit=lambda: None)
    assert run("audit") == 0


def test_a_command_says_its_own_exit_code(command: Callable[..., None]) -> None:
    command(audit=failing(typer.Exit(1)))
    assert run("audit") == 1


def test_an_error_is_told_with_its_remedy_on_a_line_of_its_own(
    command: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    command(audit=failing(LoginRefused("Gmail refused the password.", "Use an app password.")))
    assert run("audit") == 1
    said = capsys.readouterr()
    assert said.err == "Gmail refused the password.\nUse an app password.\n"
    assert said.out == ""


def test_an_error_without_remedy_leaves_no_empty_line(
    command: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    command(audit=failing(SettingsError("It is wrong.")))
    assert run("audit") == 1
    assert capsys.readouterr().err == "It is wrong.\n"


def test_a_full_disk_is_told_as_such(
    command: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    command(audit=failing(OSError(errno.ENOSPC, "No space left on device")))
    assert run("audit") == 1
    assert capsys.readouterr().err.startswith("The disk is full.")


def test_what_nobody_foresaw_is_noted_in_the_home_without_a_traceback(
    command: Callable[..., None], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    command(audit=failing(ZeroDivisionError("a secret")))
    (tmp_path / "config").mkdir()
    assert run("--home", str(tmp_path), "audit") == 1
    said = capsys.readouterr().err
    assert str(tmp_path / "data" / "errors.log") in said
    assert "Traceback" not in said
    assert "a secret" not in said
    assert "ZeroDivisionError" in (tmp_path / "data" / "errors.log").read_text()


def test_an_interruption_is_quiet(
    command: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    command(audit=failing(KeyboardInterrupt()))
    assert run("audit") == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["--nonsense"], ["audit", "--nonsense"], ["--home", "/nowhere"]]
)
def test_wrong_usage_is_2(command: Callable[..., None], arguments: list[str]) -> None:
    command(audit=lambda: None)
    assert run(*arguments) == 2


def test_the_home_is_the_option_then_the_environment_then_here(
    command: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []

    def audit(context: typer.Context) -> None:
        seen.append(home_of(context))

    command(audit=audit)
    for name in ("option", "environment", "here"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "here")
    run("audit")
    monkeypatch.setenv("MAILBOT_HOME", str(tmp_path / "environment"))
    run("audit")
    run("--home", str(tmp_path / "option"), "audit")
    assert [path.name for path in seen] == ["here", "environment", "option"]


def test_a_module_may_have_an_app_with_several_commands(
    command: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    app = typer.Typer()

    @app.command("pause")
    def _pause(reason: Annotated[str, typer.Option()] = "") -> None:
        typer.echo(f"paused {reason}")

    @app.command("resume")
    def _resume() -> None:
        typer.echo("resumed")

    command(app=app)
    assert run("pause", "--reason", "holiday") == 0
    assert run("resume") == 0
    assert capsys.readouterr().out == "paused holiday\nresumed\n"


def test_a_command_may_be_a_group(
    command: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    app = typer.Typer()

    @app.command("list")
    def _list() -> None:
        typer.echo("listed")

    @app.command("show")
    def _show() -> None:
        typer.echo("shown")

    command(app=app)
    assert run("drafts", "list") == 0
    assert capsys.readouterr().out == "listed\n"


def test_help_lists_only_the_commands_that_are_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(entry, "find_spec", lambda name: name.endswith(".init") or None)
    assert run("--help") == 0
    said = capsys.readouterr().out
    assert "init" in said
    assert "audit" not in said


def test_help_imports_no_command_and_none_of_what_they_need() -> None:
    program = (
        "import sys; from mailbot.cli.main import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "slow = {'sqlalchemy', 'pydantic', 'imapclient', 'jinja2', 'numpy', 'apscheduler'}\n"
        "print('imported:', sorted(slow & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == "imported: []"


def test_every_command_that_is_there_can_be_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    for name in entry.build().commands:
        assert run(name, "--help") == 0
        assert f"mailbot {name}" in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_letter_that_the_terminal_lacks_ends_no_command(tmp_path: Path, encoding: str) -> None:
    home = tmp_path / "Zoë 東京"
    home.mkdir()
    ran = subprocess.run(
        [sys.executable, "-m", "mailbot", "--home", str(home), "check"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    assert (ran.returncode, ran.stderr) == (1, b"")
    assert b"not tried" in ran.stdout


def test_home_after_the_command_is_shown_its_place(
    command: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    command(audit=lambda: None)
    assert run("audit", "--home", "/somewhere") == 2
    assert "mailbot --home FOLDER audit" in capsys.readouterr().err


def test_help_names_no_type_of_a_switch_and_offers_no_completion(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for arguments in ([], *([name] for name in entry.build().commands), ["drafts", "list"]):
        assert run(*arguments, "--help") == 0
        said = capsys.readouterr().out
        assert "<bool>" not in said
        assert "completion" not in said
