"""Secrets: where they come from, and that they never show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.env import Secrets, read_secrets
from mailbot.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _nothing_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Secrets.model_fields:
        monkeypatch.delenv(f"MAILBOT_{name.upper()}", raising=False)


def write(home: Path, text: str, mode: int = 0o600) -> Path:
    path = home / ".env"
    path.write_text(text)
    path.chmod(mode)
    return path


def password(secrets: Secrets) -> str:
    return secrets.mailbox_password.get_secret_value()


def test_without_a_file_there_are_no_secrets(tmp_path: Path) -> None:
    assert password(read_secrets(tmp_path)) == ""


def test_an_app_password_with_spaces_is_read_as_it_stands(tmp_path: Path) -> None:
    write(tmp_path, "MAILBOT_MAILBOX_PASSWORD=abcd efgh ijkl mnop\nOTHER=1\n")
    assert password(read_secrets(tmp_path)) == "abcd efgh ijkl mnop"


def test_the_environment_goes_before_the_file_unless_it_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "MAILBOT_MAILBOX_PASSWORD=stored")
    monkeypatch.setenv("MAILBOT_MAILBOX_PASSWORD", "")
    assert password(read_secrets(tmp_path)) == "stored"
    monkeypatch.setenv("MAILBOT_MAILBOX_PASSWORD", "given")
    assert password(read_secrets(tmp_path)) == "given"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o666])
def test_a_file_that_others_may_open_is_refused_with_the_cure(tmp_path: Path, mode: int) -> None:
    path = write(tmp_path, "MAILBOT_MAILBOX_PASSWORD=hunter2", mode)
    with pytest.raises(SettingsError) as error:
        read_secrets(tmp_path)
    assert f"{mode:04o}" in error.value.what
    assert f"chmod 600 '{path}'" in error.value.remedy
    assert "hunter2" not in str(error.value)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_of_ones_own_is_taken(tmp_path: Path, mode: int) -> None:
    write(tmp_path, "MAILBOT_MAILBOX_PASSWORD=hunter2", mode)
    assert password(read_secrets(tmp_path)) == "hunter2"


def test_a_misspelt_name_is_told_without_its_value(tmp_path: Path) -> None:
    write(tmp_path, "MAILBOT_MAILBOX_PASWORD=hunter2")
    with pytest.raises(SettingsError) as error:
        read_secrets(tmp_path)
    assert "MAILBOT_MAILBOX_PASWORD" in str(error.value)
    assert "Did you mean MAILBOT_MAILBOX_PASSWORD?" in str(error.value)
    assert "hunter2" not in str(error.value)


@pytest.mark.parametrize(
    "line", ['MAILBOT_MAILBOX_PASSWORD="hun#ter2', "='hunter2'", "MAILBOT_MAILBOX_PASSWORD"]
)
def test_a_damaged_line_is_named_without_what_stands_there(
    tmp_path: Path, line: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = write(tmp_path, f"# mine\n{line}\n")
    with pytest.raises(SettingsError) as error:
        read_secrets(tmp_path)
    assert error.value.what.startswith(f"{path}, line 2: ")
    assert "ter2" not in str(error.value)
    assert caplog.text == ""


def test_a_file_in_another_encoding_is_told_as_such(tmp_path: Path) -> None:
    write(tmp_path, "").write_bytes("MAILBOT_MAILBOX_PASSWORD=é".encode("latin-1"))
    with pytest.raises(SettingsError, match="is not in UTF-8"):
        read_secrets(tmp_path)


def test_secrets_never_show(tmp_path: Path) -> None:
    write(tmp_path, "MAILBOT_MAILBOX_PASSWORD=hunter2\nMAILBOT_DELIVERY_TOKEN=t0ken")
    secrets = read_secrets(tmp_path)
    for shown in (repr(secrets), str(secrets), secrets.model_dump_json()):
        assert "hunter2" not in shown
        assert "t0ken" not in shown
