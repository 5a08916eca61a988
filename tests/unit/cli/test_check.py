"""`mailbot check`: every part is looked at, whatever is wrong with the others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mailbot.cli.main import main
from mailbot.errors import FolderMissing, LoginRefused, MailerUnavailable
from mailbot.letters import Letters
from mailbot.model.folders import Folders
from mailbot.store.database import Database

if TYPE_CHECKING:
    from pathlib import Path

RENDERED = Letters.check
SETTINGS = """\
[mailbox]
host = "imap.example.org"
user = "enquiries@example.org"

[delivery]
host = "smtp.example.org"
only_to = ["*@uni.example"]

[coordinator]
name = "Dr Alex Example"
email = "enquiries@example.org"
"""


class FakeMailbox:
    """A mailbox that knows its folders, or what to raise."""

    def __init__(self, found: Folders | Exception) -> None:
        self.found = found
        self.closed = False

    def folders(self) -> Folders:
        if isinstance(self.found, Exception):
            raise self.found
        return self.found

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "mailbot.toml").write_text(SETTINGS)
    return tmp_path


@pytest.fixture(autouse=True)
def mailbox(monkeypatch: pytest.MonkeyPatch) -> FakeMailbox:
    """Servers and templates with which all is well."""
    monkeypatch.setattr(Letters, "check", lambda _: [])
    fake = FakeMailbox(Folders("INBOX", "Drafts", "Sent Items", junk="Spam"))
    monkeypatch.setattr("mailbot.mail.imap.open_mailbox", lambda *_: fake)
    monkeypatch.setattr("mailbot.mail.smtp_connection.connect", lambda *_: None)
    monkeypatch.setattr("mailbot.mail.smtp_connection.hang_up", lambda _: None)
    return fake


def raising(error: Exception) -> Any:
    def call(*_: object) -> None:
        raise error

    return call


def check(home: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    """Return the exit code, and the findings by what was checked."""
    with pytest.raises(SystemExit) as end:
        main(["--home", str(home), "check", "--json"])
    assert isinstance(end.value.code, int)
    return end.value.code, {row["check"]: row for row in json.loads(capsys.readouterr().out)}


def outcomes(found: dict[str, Any]) -> dict[str, str]:
    return {name: row["outcome"] for name, row in found.items()}


ALL_WELL = dict.fromkeys(("settings", "templates", "database", "mailbox", "delivery"), "ok")


def test_all_is_well(home: Path, mailbox: FakeMailbox, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = check(home, capsys)
    assert (code, outcomes(found)) == (0, ALL_WELL)
    assert "Sent Items" in found["mailbox"]["found"]
    assert "*@uni.example" in found["delivery"]["found"]
    assert mailbox.closed


def test_checking_makes_no_database(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(home, capsys)
    assert not (home / "data" / "mailbot.db").exists()


def test_a_database_that_is_up_to_date_is_well(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(f"sqlite:///{home}/data/mailbot.db")
    database.upgrade()
    database.close()
    assert "is up to date" in check(home, capsys)[1]["database"]["found"]


def test_a_refused_log_in_does_not_end_the_other_checks(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = LoginRefused("Gmail refused the password.", "Use an app password.")
    monkeypatch.setattr("mailbot.mail.imap.open_mailbox", raising(refused))
    unreachable = MailerUnavailable("smtp.example.org does not answer.")
    monkeypatch.setattr("mailbot.mail.smtp_connection.connect", raising(unreachable))
    code, found = check(home, capsys)
    assert code == 1
    assert outcomes(found) == {**ALL_WELL, "mailbox": "wrong", "delivery": "wrong"}
    assert found["mailbox"]["remedy"] == "Use an app password."


def test_a_missing_folder_is_wrong_and_the_connection_is_closed_all_the_same(
    home: Path, mailbox: FakeMailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    mailbox.found = FolderMissing("There is no Drafts.", "The server has: INBOX, Entwürfe.")
    code, found = check(home, capsys)
    assert (code, found["mailbox"]["remedy"]) == (1, "The server has: INBOX, Entwürfe.")
    assert mailbox.closed


def test_a_broken_template_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Letters, "check", RENDERED)
    (home / "templates").mkdir()
    code, found = check(home, capsys)
    assert (code, outcomes(found)) == (1, {**ALL_WELL, "templates": "wrong"})
    assert "subject.txt" in found["templates"]["found"]


def test_with_wrong_settings_the_rest_is_said_to_be_untried(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "config" / "mailbot.toml").write_text(SETTINGS.replace("host", "hots", 1))
    code, found = check(home, capsys)
    assert code == 1
    assert outcomes(found) == {**dict.fromkeys(ALL_WELL, "not tried"), "settings": "wrong"}
    assert "Did you mean host?" in found["settings"]["found"]


def test_for_people_it_is_a_table(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--home", str(home), "check"])
    said = capsys.readouterr().out
    assert end.value.code == 0
    assert all(name in said for name in ALL_WELL)
