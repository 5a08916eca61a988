"""Tokens from the environment or from the keeper's own command."""

from __future__ import annotations

import shlex
import sys

import pytest
from pydantic import SecretStr

from mailbot.errors import MailboxUnavailable, MailerUnavailable, SettingsError, WorldProblem
from mailbot.mail.tokens import access_token, password_in, xoauth2
from mailbot.settings_servers import MailboxSettings


def token(code: str = "", given: str = "") -> str:
    command = shlex.join([sys.executable, "-c", code]) if code else ""
    settings = MailboxSettings(host="mail.example", user="alex", token_command=command)
    return access_token("mailbox", settings, SecretStr(given))


def test_the_command_s_token_is_fresher_than_the_one_that_was_given() -> None:
    assert token("print('fresh')", "old") == "fresh"


def test_without_a_command_the_given_one_serves() -> None:
    assert token(given=" ya29.x \n") == "ya29.x"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("print('secret on', 'two words')", "just the token"),
        ("print()", "just the token"),
        ("print('secret', '\\xff')", "just the token"),
    ],
)
def test_a_command_that_fails_is_told_without_what_it_printed(code: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says) as error:
        token(code)
    assert "token_command" in error.value.what
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("section", "away"), [("mailbox", MailboxUnavailable), ("delivery", MailerUnavailable)]
)
def test_a_command_that_fails_may_work_later(section: str, away: type[WorldProblem]) -> None:
    command = shlex.join([sys.executable, "-c", "print('secret'); raise SystemExit(3)"])
    settings = MailboxSettings(host="mail.example", user="alex", token_command=command)
    with pytest.raises(away, match="exit code 3") as error:
        access_token(section, settings, SecretStr(""))
    assert f"[{section}] token_command" in error.value.what
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("command", ["no-such-program --token", '"unclosed'])
def test_a_command_that_cannot_be_run(command: str) -> None:
    settings = MailboxSettings(host="mail.example", user="alex", token_command=command)
    with pytest.raises(SettingsError, match="token_command"):
        access_token("mailbox", settings, SecretStr(""))


def test_neither_is_told_with_both_ways_out() -> None:
    with pytest.raises(SettingsError) as error:
        token()
    assert "token_command" in error.value.remedy
    assert "MAILBOT_MAILBOX_TOKEN" in error.value.remedy


def test_the_answer_of_the_protocol() -> None:
    assert xoauth2("alex@mail.example", "t") == "user=alex@mail.example\x01auth=Bearer t\x01\x01"


def test_an_app_password_pasted_from_the_web_page_is_read_as_it_looks() -> None:
    assert password_in(SecretStr("abcd\xa0efgh\xa0ijkl\xa0mnop ")) == "abcd efgh ijkl mnop"
