"""A home for the sandbox holds settings that work there, and keeps its secret."""

from __future__ import annotations

import smtplib
from datetime import date
from typing import TYPE_CHECKING

import pytest
from imapclient import IMAPClient  # type: ignore[import-untyped]

from mailbot.sandbox.accounts import Account
from mailbot.sandbox.home import write_home
from mailbot.sandbox.people import COORDINATOR
from mailbot.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    from mailbot.sandbox.server import Sandbox


@pytest.fixture(autouse=True)
def no_secrets_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MAILBOT_MAILBOX_PASSWORD", "MAILBOT_DELIVERY_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


def test_one_can_log_in_with_its_settings(sandbox: Sandbox, tmp_path: Path) -> None:
    settings = load_settings(write_home(tmp_path / "home", sandbox))
    mailbox, delivery, secrets = settings.mailbox, settings.delivery, settings.secrets
    with IMAPClient(mailbox.host, mailbox.real_port, ssl=mailbox.security == "tls") as imap:
        imap.login(mailbox.user, secrets.mailbox_password.get_secret_value())
    with smtplib.SMTP(delivery.host, delivery.real_port) as smtp:
        smtp.login(delivery.user, secrets.delivery_password.get_secret_value())
    assert settings.coordinator.email == COORDINATOR.email
    assert settings.mailbox.since is None


def test_the_secret_is_for_its_owner_alone(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("loose")
    (tmp_path / ".env").chmod(0o644)
    write_home(tmp_path, sandbox)
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    assert COORDINATOR.password not in (tmp_path / "config" / "mailbot.toml").read_text()


def test_names_and_passwords_may_hold_anything(sandbox: Sandbox, tmp_path: Path) -> None:
    odd = Account('Ann "Annie" O\\Neill, Dr', "ann@example.org", "p\"a$s #w\\o'rd")
    settings = load_settings(write_home(tmp_path, sandbox, odd))
    assert settings.coordinator.name == odd.name
    assert settings.secrets.mailbox_password.get_secret_value() == odd.password


def test_older_mail_is_taken_from_a_day_on(sandbox: Sandbox, tmp_path: Path) -> None:
    home = write_home(tmp_path, sandbox, since=date(2026, 11, 1))
    assert load_settings(home).mailbox.since == date(2026, 11, 1)
