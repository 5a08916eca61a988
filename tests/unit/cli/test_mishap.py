"""What is kept of an error that nobody foresaw."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from mailbot.cli.mishap import record_mishap

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "config").mkdir()
    return tmp_path


def stumble() -> Exception:
    try:
        try:
            raise KeyError("hunter2")
        except KeyError as inner:
            raise RuntimeError("the words of Sam Example") from inner
    except RuntimeError as error:
        return error


def test_the_place_and_kind_are_noted_but_nobodys_words(home: Path) -> None:
    what, remedy = record_mishap(stumble(), home, NOW)
    log = home / "data" / "errors.log"
    noted = log.read_text()
    assert "RuntimeError" in what
    assert str(log) in remedy
    assert "2026-11-02T08:00:00+00:00" in noted
    assert noted.index("KeyError") < noted.index("RuntimeError\n")
    assert "in stumble" in noted
    assert "hunter2" not in what + remedy
    assert "Sam Example" not in what + remedy


def test_a_second_one_is_added(home: Path) -> None:
    record_mishap(stumble(), home, NOW)
    record_mishap(stumble(), home, NOW)
    assert (home / "data" / "errors.log").read_text().count("2026-11-02") == 2


def test_where_it_cannot_be_noted_that_is_said_too(home: Path) -> None:
    (home / "data").write_text("a file, not a folder")
    what, remedy = record_mishap(stumble(), home, NOW)
    assert "RuntimeError" in what
    assert "could not be noted" in remedy


def test_a_folder_that_is_no_home_is_left_alone(tmp_path: Path) -> None:
    what, remedy = record_mishap(stumble(), tmp_path, NOW)
    assert list(tmp_path.iterdir()) == []
    assert "RuntimeError at test_mishap.py" in what
    assert "report" in remedy
