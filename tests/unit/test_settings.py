"""Settings: what is right, and how what is wrong is told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mailbot.errors import SettingsError
from mailbot.model.folders import Filing
from mailbot.resources import default_folder
from mailbot.settings import Settings, load_programme, load_settings
from mailbot.settings_programme import Programme
from mailbot.settings_servers import DeliverySettings

if TYPE_CHECKING:
    from pathlib import Path

LEAST = """\
[mailbox]
host = "imap.example.org"
user = "enquiries@example.org"

[delivery]
host = "smtp.example.org"

[coordinator]
name = "Dr Alex Example"
email = "Enquiries@Example.org"
"""


def write(home: Path, text: str, name: str = "mailbot.toml") -> Path:
    path = home / "config" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def load(home: Path, text: str = LEAST) -> Settings:
    write(home, text)
    return load_settings(home)


def complaint(home: Path, text: str) -> str:
    with pytest.raises(SettingsError) as error:
        load(home, text)
    return error.value.what.replace(str(home / "config"), "config")


def test_little_has_to_be_said_for_safe_settings(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert (settings.mailbox.security, settings.mailbox.real_port) == ("tls", 993)
    assert (settings.delivery.security, settings.delivery.real_port) == ("tls", 465)
    assert settings.mailbox.filing is Filing.LABEL
    assert settings.coordinator.alert_address == "enquiries@example.org"
    assert settings.coordinator.zone.key == "Australia/Sydney"
    assert settings.own_addresses == {"enquiries@example.org"}
    assert settings.database_url == f"sqlite:///{tmp_path}/data/mailbot.db"


def test_every_setting_of_the_example_may_be_uncommented(tmp_path: Path) -> None:
    lines = (default_folder("config") / "mailbot.toml").read_text().splitlines()
    bare = "\n".join(
        line.removeprefix("# ") if " = " in line or line.startswith("# [") else line
        for line in lines
    )
    settings = load(tmp_path, bare)
    assert settings.mailbox.since == date(2026, 11, 1)
    assert settings.keeper.email == "keeper@example.org"


def test_the_example_shows_the_values_that_hold_without_it(tmp_path: Path) -> None:
    example = (default_folder("config") / "mailbot.toml").read_text()
    assert load(tmp_path, example).limits == load(tmp_path).limits
    for line in example.splitlines():
        if line.startswith("# replies_an_hour"):
            assert str(load(tmp_path).limits.replies_an_hour) in line


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'host = "imap.example.org"',
            'host = "imap.example.org"\nhots = "x"',
            "line 3: [mailbox] hots is not a setting. Did you mean host?",
        ),
        (
            'host = "imap.example.org"\n',
            "",
            "line 1: [mailbox] host is missing.",
        ),
        (
            'host = "imap.example.org"',
            'host = "imap.example.org"\nsecurity = "ssl"',
            'line 3: [mailbox] security is "ssl"; it should be "tls", "starttls" or "plain".',
        ),
        (
            'host = "imap.example.org"',
            'host = "imap.example.org"\nport = 99999',
            "line 3: [mailbox] port is 99999; it should be at most 65535.",
        ),
        (
            'host = "imap.example.org"',
            'host = "imap.example.org"\nport = "993"',
            'line 3: [mailbox] port is "993"; it should be a whole number, without quotes.',
        ),
        (
            'host = "imap.example.org"',
            'host = "imap.example.org"\nport = true',
            "line 3: [mailbox] port is true; it should be a whole number, without quotes.",
        ),
        (
            'host = "imap.example.org"',
            'host = "imap.example.org"\nfull_look_seconds = inf',
            "line 3: [mailbox] full_look_seconds is inf; it should be a number.",
        ),
        (
            'host = "imap.example.org"',
            'host = "imap.example.org"\nsince = 2026-11-01T09:00:00',
            "since is 2026-11-01 09:00:00; it should be a date such as 2026-11-01",
        ),
        (
            'host = "imap.example.org"',
            'host = "imap.example.org"\nfiling = "labels"',
            '[mailbox] filing is "labels"; it should be "label", "copy", "move" or "leave".',
        ),
        (
            'host = "imap.example.org"',
            'host = "imap.example.org"\nsecurity = "plain"',
            'line 1: [mailbox] is wrong: security = "plain" is only for this machine itself',
        ),
        (
            'host = "smtp.example.org"',
            'host = "smtp.example.org"\nonly_to = "me@example.org"',
            'only_to is "me@example.org"; it should be a list in brackets, such as ["one", "two"].',
        ),
        (
            'host = "smtp.example.org"',
            'host = "smtp.example.org"\nonly_to = ["me@example.org", "uni.example"]',
            'only_to, item 2, is "uni.example"; it should be an address, or a pattern such as',
        ),
        (
            'email = "Enquiries@Example.org"',
            'email = "one@example.org, two@example.org"',
            "it should be one address, such as name@example.org.",
        ),
        (
            'name = "Dr Alex Example"',
            'name = "Alex\\nBcc: all@example.org"',
            r'name is "Alex\nBcc: all@example.org"; it should be one line of text, not empty.',
        ),
        (
            'name = "Dr Alex Example"',
            'name = "Dr Alex Example"\ntimezone = "Australia/Sidney"',
            "it should be a time zone such as Australia/Sydney. Did you mean Australia/Sydney?",
        ),
        (
            "[coordinator]",
            "[cordinator]",
            "line 8: cordinator is not a setting. Did you mean coordinator?",
        ),
        ("[delivery]", "[delivery", "line 5: this is not TOML: Expected ']'"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_what_is_right(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in LEAST
    told = complaint(tmp_path, LEAST.replace(old, new))
    assert said in told
    assert all(line.startswith("config/mailbot.toml") for line in told.splitlines())


def test_all_that_is_wrong_is_told_at_once_from_top_to_bottom(tmp_path: Path) -> None:
    wrong = LEAST.replace("smtp.example.org", "").replace('user = "', 'users = "')
    told = complaint(tmp_path, wrong).splitlines()
    assert [line.split(":")[0] for line in told] == [
        f"config/mailbot.toml, line {number}" for number in (1, 3, 6)
    ]


def test_a_section_that_is_missing_is_named(tmp_path: Path) -> None:
    assert "[delivery] is missing." in complaint(tmp_path, LEAST.partition("[delivery]")[0])


def test_a_password_among_the_settings_is_refused_and_never_shown(tmp_path: Path) -> None:
    told = complaint(tmp_path, LEAST.replace("host =", 'password = "hunter2"\nhost =', 1))
    assert "[mailbox] password is a secret, which stands in .env" in told
    assert "hunter2" not in told


def test_a_password_in_the_databases_url_is_never_shown(tmp_path: Path) -> None:
    told = complaint(tmp_path, LEAST + '[database]\nurl = "postgresql://me:hunter2@db/x"\n')
    assert 'it should be an SQLite file, such as "sqlite:///data/mailbot.db"' in told
    assert "hunter2" not in told


def test_a_home_without_settings_says_what_writes_them(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is not there") as error:
        load_settings(tmp_path)
    assert "mailbot init" in error.value.remedy


def test_a_file_in_another_encoding_is_told_as_such(tmp_path: Path) -> None:
    path = write(tmp_path, LEAST)
    path.write_bytes(LEAST.replace("Alex", "Zoë").encode("latin-1"))
    with pytest.raises(SettingsError, match="is not in UTF-8"):
        load_settings(tmp_path)


def test_what_a_windows_editor_puts_before_and_between_lines_does_not_matter(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, LEAST)
    path.write_bytes(b"\xef\xbb\xbf" + LEAST.replace("\n", "\r\n").encode())
    assert load_settings(tmp_path).mailbox.host == "imap.example.org"


@given(st.text(max_size=200))
def test_whatever_stands_in_the_file_the_error_is_a_settings_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    home = tmp_path_factory.getbasetemp()
    path = write(home, "")
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(SettingsError):
        load_settings(home)


def test_settings_cannot_be_changed(tmp_path: Path) -> None:
    settings = load(tmp_path)
    with pytest.raises(ValidationError):
        settings.mailbox.host = "elsewhere.example"
    with pytest.raises(ValidationError):
        settings.home = tmp_path / "elsewhere"
    assert isinstance(settings.delivery.only_to, tuple)


def test_an_absolute_database_path_stays(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/elsewhere.db"
    (tmp_path / "home").mkdir()
    assert load(tmp_path / "home", LEAST + f'[database]\nurl = "{url}"\n').database_url == url


@pytest.mark.parametrize(
    ("only_to", "recipient", "allowed"),
    [
        ((), "anyone@else.example", True),
        (("me@example.org",), "ME@example.org", True),
        (("*@uni.example",), "sam@Uni.example", True),
        (("*@uni.example",), "sam@uni.example.test", False),
        (("*@uni.example",), "sam@med.uni.example", False),
        (("me@example.org",), "not-me@example.org", False),
    ],
)
def test_only_to_lets_through_whom_it_names(
    only_to: tuple[str, ...], recipient: str, allowed: bool
) -> None:
    delivery = DeliverySettings(host="smtp.example.org", only_to=only_to)
    assert delivery.allows(recipient) is allowed


def test_own_templates_go_before_those_that_came_along(tmp_path: Path) -> None:
    assert load(tmp_path).templates == default_folder("templates")
    (tmp_path / "templates").mkdir()
    assert load(tmp_path).templates == tmp_path / "templates"


def test_the_programme_is_the_flyers_unless_the_home_has_its_own(tmp_path: Path) -> None:
    flyers = load_programme(tmp_path)
    assert (flyers.weeks, flyers.minutes, flyers.fee) == (6, 90, 0)
    assert (flyers.members_least, flyers.members_most, flyers.leaders) == (6, 8, 2)
    own = (default_folder("config") / "programme.toml").read_text()
    write(tmp_path, own.replace("weeks = 6", "weeks = 8"), "programme.toml")
    assert load_programme(tmp_path).weeks == 8


def test_a_programme_with_more_least_than_most_members_is_refused(tmp_path: Path) -> None:
    own = (default_folder("config") / "programme.toml").read_text()
    write(tmp_path, own.replace("members_least = 6", "members_least = 9"), "programme.toml")
    with pytest.raises(SettingsError, match="members_least is more than members_most"):
        load_programme(tmp_path)


def test_every_fact_of_the_programme_stands_in_the_example() -> None:
    example = (default_folder("config") / "programme.toml").read_text()
    assert [name for name in Programme.model_fields if f"{name} = " not in example] == []
