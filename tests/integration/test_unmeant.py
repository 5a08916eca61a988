"""Who asks not to be taken off the list stays on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.integration.commands import Commands


def test_who_asks_not_to_be_taken_off_the_list_stays(commands: Commands) -> None:
    mel = "Mel Tran <mel@student.example>"
    commands.comes(mel, "Balint", "Please put me on the list, I'm in third year at Monash.")
    assert commands("run", "--once").code == 0
    commands.comes(mel, "Balint list", "Please don't take me off the list.")
    assert commands("run", "--once").code == 0
    told = commands("history", "mel@student.example").out
    assert "(unmeant)" in told
    assert "to withdrawn" not in told
