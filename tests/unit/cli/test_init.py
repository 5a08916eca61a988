"""`mailbot init`: what it writes, and what it leaves."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

import pytest

from mailbot.cli.main import main
from mailbot.resources import default_folder
from mailbot.settings import load_settings


def init(*arguments: str) -> None:
    with pytest.raises(SystemExit) as end:
        main(["init", *arguments])
    assert end.value.code == 0


def test_what_it_writes_is_right_as_it_stands(tmp_path: Path) -> None:
    init(str(tmp_path / "new" / "home"))
    settings = load_settings(tmp_path / "new" / "home")
    assert settings.programme.weeks == 6
    assert settings.secrets.mailbox_password.get_secret_value() == ""


def test_secrets_are_for_their_owner_alone(tmp_path: Path) -> None:
    init(str(tmp_path))
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600


def test_nothing_that_is_there_is_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config").mkdir()
    mine = {tmp_path / "config" / "mailbot.toml": "mine", tmp_path / ".env": "mine too"}
    for path, text in mine.items():
        path.write_text(text)
    init(str(tmp_path))
    assert {path: path.read_text() for path in mine} == mine
    said = capsys.readouterr().out
    assert all(f"Kept as it is: {path}" in said for path in mine)
    assert f"Written: {tmp_path / 'config' / 'programme.toml'}" in said


def test_the_words_come_along_when_asked_for(tmp_path: Path) -> None:
    init(str(tmp_path / "without"))
    assert not (tmp_path / "without" / "templates").exists()
    init(str(tmp_path / "with"), "--templates")
    source = default_folder("templates")
    names = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    written = tmp_path / "with" / "templates"
    assert names == {path.relative_to(written) for path in written.rglob("*") if path.is_file()}


def test_it_says_what_to_do_next_with_the_very_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init(str(tmp_path))
    said = capsys.readouterr().out
    assert f'mailbot --home "{tmp_path}" check' in said
    assert f'mailbot --home "{tmp_path}" run' in said


def test_a_folder_that_cannot_be_made_is_told_plainly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemExit) as end:
        main(["init", str(tmp_path / "file")])
    assert end.value.code == 1
    assert "cannot be written" in capsys.readouterr().err


def test_a_full_disk_leaves_no_half_file_and_can_be_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = Path.write_text

    def half(path: Path, text: str, encoding: str) -> int:
        whole(path, text[:40], encoding=encoding)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", half)
    with pytest.raises(SystemExit) as end:
        main(["init", str(tmp_path)])
    assert end.value.code == 1
    said = capsys.readouterr().err
    assert "The disk is full" in said
    assert str(tmp_path / "config") in said
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    monkeypatch.setattr(Path, "write_text", whole)
    init(str(tmp_path))
    assert load_settings(tmp_path).programme.weeks == 6
