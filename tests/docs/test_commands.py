"""What the pages tell people to type does run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mailbot.cli.main import COMMANDS
from mailbot.settings import MailbotSettings

CHECKOUT = Path(__file__).parents[2]
PAGES = [
    CHECKOUT / "README.md",
    CHECKOUT / "CONTRIBUTING.md",
    *sorted((CHECKOUT / "docs").rglob("*.md")),
]
_BLOCK = re.compile(
    r"^(?:<!-- not run: (?P<reason>.+?) -->\n)?```(?P<kind>\S*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page.

    Attributes:
        page: The page.
        text: What stands in it.
        reason: Why it cannot be run here; None where it can.
    """

    page: Path
    text: str
    reason: str | None

    @property
    def commands(self) -> list[list[str]]:
        """Each line as the words of a command."""
        return [words for line in self.text.splitlines() if (words := shlex.split(line, True))]


def blocks(page: Path) -> list[Block]:
    found = _BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [Block(page, match["text"], match["reason"]) for match in found if match["kind"] == "sh"]


def name(page: Path) -> str:
    return str(page.relative_to(CHECKOUT))


ALL = [block for page in PAGES for block in blocks(page)]


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if any(block.reason is None for block in blocks(page))],
    ids=name,
)
def test_the_blocks_of_a_page_run_in_order(page: Path, tmp_path: Path) -> None:
    environment = {
        "HOME": str(tmp_path),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    for block in blocks(page):
        if block.reason is None:
            run = subprocess.run(
                ["/bin/sh", "-eu", "-c", block.text],
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert run.returncode == 0, f"{block.text}\n{run.stdout}\n{run.stderr}"


@pytest.mark.parametrize(
    "words", [words for block in ALL for words in block.commands], ids=" ".join
)
def test_every_command_that_a_page_names_is_there(words: list[str]) -> None:
    program = Path(words[0]).name
    if program == "make":
        targets = re.findall(r"^([a-z]+):", (CHECKOUT / "Makefile").read_text(), re.MULTILINE)
        assert words[1] in targets
    elif program == "mailbot":
        rest = words[3:] if words[1] == "--home" else words[1:]
        assert rest[0] in COMMANDS


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_settings_that_a_page_shows_are_right(page: Path) -> None:
    for match in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        if match["kind"] == "toml":
            for section, values in tomllib.loads(match["text"]).items():
                kind: Any = MailbotSettings.model_fields[section].annotation
                kind.model_validate(values)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_named_in_the_text_are_there(page: Path) -> None:
    for command in re.findall(r"`mailbot (?!-)([a-z]+)", page.read_text(encoding="utf-8")):
        assert command in COMMANDS


def test_readmes_first_screen_runs_and_tests_with_one_command_each() -> None:
    first, second, *_ = blocks(CHECKOUT / "README.md")
    assert first.commands == [["make", "demo"]]
    assert second.commands == [["make", "test"]]
    assert (CHECKOUT / "README.md").read_text().index("make test") < 1000


@pytest.mark.parametrize("page", [*PAGES, CHECKOUT / "CHANGELOG.md"], ids=name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link


@pytest.mark.parametrize("target", ["setup", "demo", "test", "lint", "types", "lock", "bench"])
def test_make_says_what_each_target_does(target: str) -> None:
    said = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"make {target} " in said.stdout
