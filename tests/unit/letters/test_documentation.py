"""What docs/templates.md tells a coordinator is so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mailbot.letters.context import AlertContext, alert_context, reply_context
from mailbot.model.casework import BLOCKS, AlertKind, DraftReply, NextStep
from mailbot.model.reading import Facts, Stage
from mailbot.resources import default_folder

if TYPE_CHECKING:
    from mailbot.letters.letters import Letters

PAGE = (Path(__file__).parents[3] / "docs" / "templates.md").read_text(encoding="utf-8")
TEMPLATES = default_folder("templates")


def test_every_word_that_templates_may_use_is_explained(own_letters: Letters) -> None:
    draft = DraftReply((), NextStep.NONE)
    reply = reply_context(draft, name="", subject="", stage=Stage.NEW, words=None, known=Facts())
    for word in {*reply, *own_letters._standing, *alert_context(AlertContext())}:
        assert re.search(rf"`{word}[`(]", PAGE), word


@pytest.mark.parametrize("file", re.findall(r"^\| `((?:reply|alert)/[^`]+)`", PAGE, re.MULTILINE))
def test_every_file_that_is_named_is_there(file: str) -> None:
    assert list(TEMPLATES.glob(file.replace("NAME", "*")))


def test_every_block_step_and_alert_has_its_file_and_no_other() -> None:
    blocks = {file.stem for file in (TEMPLATES / "reply" / "blocks").iterdir()}
    steps = {file.stem for file in (TEMPLATES / "reply" / "next").iterdir()}
    alerts = {file.parent.name for file in TEMPLATES.glob("alert/*/body.txt")}
    assert blocks == set(BLOCKS)
    assert steps == {step.value for step in NextStep}
    assert alerts == {kind.value for kind in AlertKind}
