"""`mailbot check`: every part is looked at, whatever is wrong with the others."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from mailbot.cli.main import main
from mailbot.clock import SystemClock
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
    """Servers and templates with which all is well, on a day of 2026."""
    monkeypatch.setattr(SystemClock, "now", lambda _: datetime(2026, 12, 1, tzinfo=UTC))
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


ALL_WELL = dict.fromkeys(
    (
        *("settings", "templates", "support lines", "second way", "orders by mail"),
        *("slots", "database", "mailbox", "delivery"),
    ),
    "ok",
)
LINE = """\
[lines.{name}]
name = "{name}"
number = "02 5550 1234"
country = "{country}"
source = "https://{name}.example/help"
checked = {checked}
"""


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


def test_a_support_line_that_nobody_looked_up_for_a_year_is_a_warning_and_no_fault(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = LINE.format(name="old", country="Australia", checked="2025-12-01")
    lines += LINE.format(name="new", country="New Zealand", checked="2025-12-02")
    (home / "config" / "support.toml").write_text(lines)
    code, found = check(home, capsys)
    assert (code, outcomes(found)) == (0, {**ALL_WELL, "support lines": "warning"})
    assert found["support lines"]["found"].startswith("old (02 5550 1234) was last checked on 1 ")
    assert "https://old.example/help" in found["support lines"]["remedy"]


def test_a_country_without_a_line_is_a_warning(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = LINE.format(name="new", country="Australia", checked="2026-11-30")
    (home / "config" / "support.toml").write_text(line)
    assert "New Zealand" in check(home, capsys)[1]["support lines"]["found"]


def test_support_lines_with_a_slip_are_wrong(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "config" / "support.toml").write_text("nonsense")
    code, found = check(home, capsys)
    assert (code, found["support lines"]["outcome"]) == (1, "wrong")


def test_a_second_way_without_its_topic_is_wrong(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "config" / "mailbot.toml").write_text(f'{SETTINGS}\n[alerts]\nsecond_way = "ntfy"\n')
    code, found = check(home, capsys)
    assert (code, found["second way"]["outcome"]) == (1, "wrong")
    assert "MAILBOT_NTFY_TOPIC" in found["second way"]["remedy"]


@pytest.mark.parametrize("other", ["alerts_to", "deputy"])
def test_somebody_who_decides_by_mail_and_can_never_be_proved_is_a_warning(
    home: Path, capsys: pytest.CaptureFixture[str], other: str
) -> None:
    file = home / "config" / "mailbot.toml"
    file.write_text(f'{SETTINGS}{other} = "Kit@Else.example"\n')
    code, found = check(home, capsys)
    assert (code, outcomes(found)) == (0, {**ALL_WELL, "orders by mail": "warning"})
    assert "kit@else.example" in found["orders by mail"]["found"]
    assert "authserv" in found["orders by mail"]["remedy"]
    file.write_text(
        file.read_text().replace("[delivery]", 'authserv = "mx.example.org"\n[delivery]')
    )
    assert outcomes(check(home, capsys)[1]) == ALL_WELL


def test_alerts_to_her_own_mailbox_need_no_server_to_prove_her(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = home / "config" / "mailbot.toml"
    file.write_text(f'{SETTINGS}alerts_to = "Enquiries@example.org"\n')
    assert outcomes(check(home, capsys)[1]) == ALL_WELL


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
