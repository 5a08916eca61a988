"""`mailbot check` against real mail servers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mailbot.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import BaseModel

    from tests.servers.interface import Account


def section(name: str, settings: BaseModel) -> str:
    given = settings.model_dump(mode="json", exclude_defaults=True)
    lines = [f"{key} = {json.dumps(value)}" for key, value in given.items()]
    return "\n".join([f"[{name}]", *lines, ""])


@pytest.fixture
def home(tmp_path: Path, account: Account) -> Path:
    """A home whose settings are the account's."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "mailbot.toml").write_text(
        section("mailbox", account.mailbox)
        + section("delivery", account.delivery)
        + f'[coordinator]\nname = "Dr Alex Example"\nemail = "{account.address}"\n'
    )
    secret = tmp_path / ".env"
    secret.touch(mode=0o600)
    password = account.secrets.mailbox_password.get_secret_value()
    secret.write_text(f"MAILBOT_MAILBOX_PASSWORD={password}\n")
    return tmp_path


def check(home: Path, capsys: pytest.CaptureFixture[str]) -> tuple[object, dict[str, Any]]:
    with pytest.raises(SystemExit) as end:
        main(["--home", str(home), "check", "--json"])
    return end.value.code, {row["check"]: row for row in json.loads(capsys.readouterr().out)}


def test_with_right_settings_all_is_well(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = check(home, capsys)
    assert {row["outcome"] for row in found.values()} == {"ok"}
    assert {"settings", "templates", "slots", "database", "mailbox", "delivery"} <= set(found)
    assert code == 0
    assert "Drafts" in found["mailbox"]["found"]


def test_with_a_wrong_slot_it_says_which(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "config" / "slots.toml").write_text("[slots.tuesday]\nfoo = 3\n")
    code, found = check(home, capsys)
    assert code == 1
    assert found["slots"]["outcome"] == "wrong"
    assert "slots.toml" in found["slots"]["found"]


def test_with_a_wrong_password_it_says_so_and_never_shows_it(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / ".env").write_text("MAILBOT_MAILBOX_PASSWORD=not-the-password\n")
    code, found = check(home, capsys)
    assert code == 1
    assert found["mailbox"]["outcome"] == "wrong"
    assert "refuses the log-in" in found["mailbox"]["found"]
    assert found["mailbox"]["remedy"]
    assert found["templates"]["outcome"] == "ok"
    assert "not-the-password" not in json.dumps(found)


def test_with_a_folder_that_is_not_there_it_lists_those_that_are(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = home / "config" / "mailbot.toml"
    path.write_text(path.read_text().replace("[mailbox]", '[mailbox]\ndrafts = "Nowhere"', 1))
    code, found = check(home, capsys)
    assert code == 1
    assert "Nowhere" in found["mailbox"]["found"]
    assert "Sent" in found["mailbox"]["found"] + found["mailbox"]["remedy"]
