"""Letters as they come with the installation, and the labelled combinations of topics."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mailbot.letters import Letters
from mailbot.resources import default_folder
from mailbot.settings import load_programme

if TYPE_CHECKING:
    from mailbot.settings_programme import Programme

ENQUIRIES = Path(__file__).parents[2] / "data" / "enquiries"


@pytest.fixture(scope="session")
def flyer_programme() -> Programme:
    """The programme as it comes: what the flyer leaves open is unset."""
    return load_programme(Path("no-such-home"))


@pytest.fixture(scope="session")
def own_letters(flyer_programme: Programme) -> Letters:
    """Letters of the templates that come with Mailbot."""
    return Letters(default_folder("templates"), flyer_programme, "Dr Alex Example")


@pytest.fixture(scope="session")
def labelled_combinations() -> list[tuple[str, tuple[str, ...]]]:
    """Every stage with topics that occurs in the labelled enquiries that a reply answers."""
    lines = [
        line
        for file in sorted(ENQUIRIES.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    records = [json.loads(line) for line in lines]
    return sorted(
        {
            (record["stage"], tuple(sorted(record["topics"])))
            for record in records
            if record["route"] == "reply"
        }
    )
