"""`config/slots.toml`: what is right, how what is wrong is told, and that links stay hidden."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import SettingsError
from mailbot.model.groups import Leader, Slot
from mailbot.model.reading import Day
from mailbot.resources import default_folder
from mailbot.settings_slots import load_slots

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = (default_folder("config") / "slots.toml").read_text(encoding="utf-8")
FILLED_IN = "\n".join(
    line.removeprefix("# ") if "=" in line or "[" in line else "" for line in EXAMPLE.splitlines()
)
LINK = "https://zoom.example/j/1"


def write(home: Path, text: str) -> Path:
    path = home / "config" / "slots.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_without_its_hashes_is_a_slot(tmp_path: Path) -> None:
    write(tmp_path, FILLED_IN)
    settings = load_slots(tmp_path)
    alex = Leader("Dr Alex Example", "alex@example.org", "Australia/Sydney")
    kim = Leader("Kim Example", "kim@example.org", "Pacific/Auckland")
    assert settings.all_slots() == (
        Slot("tuesday", Day.TUE, "19:00", "Australia/Sydney", (alex, kim), date(2026, 3, 3)),
    )
    assert settings.zoom_link("tuesday") == LINK
    assert settings.zoom_link("wednesday") == ""


def test_the_link_shows_nowhere_by_itself(tmp_path: Path) -> None:
    write(tmp_path, FILLED_IN)
    settings = load_slots(tmp_path)
    assert LINK not in f"{settings!r} {settings} {settings.all_slots()!r}"
    assert LINK not in settings.model_dump_json()


def test_without_the_file_there_are_no_slots_yet(tmp_path: Path) -> None:
    assert load_slots(tmp_path).all_slots() == ()


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        (
            'day = "tue"',
            'day = "tues"',
            (
                'line 16: [slots.tuesday] day is "tues"; it should be "mon", "tue", "wed", "thu",'
                ' "fri", "sat" or "sun".'
            ),
        ),
        (
            '"19:00"',
            '"7 pm"',
            'line 17: [slots.tuesday] start is "7 pm"; it should be a time of day such as "19:00".',
        ),
        (
            '"Pacific/Auckland"',
            '"Auckland"',
            (
                'line 13: [leaders.kim] timezone is "Auckland"; it should be a time zone such as'
                " Australia/Sydney. Did you mean Pacific/Auckland?"
            ),
        ),
        (
            '["alex", "kim"]',
            '["alx"]',
            (
                "the whole is wrong: slot tuesday names a leader, alx, who is not there."
                " Did you mean alex?"
            ),
        ),
        (
            '["alex", "kim"]',
            "[]",
            "line 19: [slots.tuesday] leaders is []; it should be filled in.",
        ),
        (
            "earliest =",
            "first =",
            (
                "line 20: [slots.tuesday] first is not a setting."
                " There are: day, start, timezone, leaders, earliest, zoom."
            ),
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_what_is_right(
    tmp_path: Path, right: str, wrong: str, complaint: str
) -> None:
    path = write(tmp_path, FILLED_IN.replace(right, wrong))
    with pytest.raises(SettingsError) as error:
        load_slots(tmp_path)
    assert complaint in error.value.what.replace(str(path), "slots.toml")


def test_not_even_a_wrong_link_is_shown(tmp_path: Path) -> None:
    write(tmp_path, FILLED_IN.replace(LINK, "zoom.example/j/secret"))
    with pytest.raises(SettingsError) as error:
        load_slots(tmp_path)
    assert "[slots.tuesday]" in error.value.what
    assert "secret" not in str(error.value)
