"""`mailbot replay` as somebody at a shell gives it."""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.commands import Commands

TOM = ("Tom Ferris <tom@student.example>", "balint group", "Hi, does it cost anything to join?")
MUM = ("Mum <mum@family.example>", "Sunday", "Can you get milk and bread on your way home?")
HOSTILE = (
    '"</h2><script>alert(1)</script>" <zed@student.example>',
    "<img src=x onerror=alert(1)>",
    "</pre><script>alert(2)</script> What does it cost to join? \x1b[31m",
)


class Tags(HTMLParser):
    """Notes the tags of a page, and what they would fetch."""

    def __init__(self) -> None:
        """Begin without any."""
        super().__init__()
        self.tags: set[str] = set()
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one."""
        self.tags.add(tag)
        self.fetched += [name for name, _ in attrs if name in {"src", "href", "style", "onerror"}]


@pytest.fixture
def past(commands: Commands) -> Commands:
    """Tom asked and was answered; a private mail and a hostile one came, too."""
    commands.comes(*TOM)
    commands.later(timedelta(hours=1))
    answer = (
        f"From: {commands.account.address}\nTo: tom@student.example\nSubject: Re: balint group\n"
        "Message-ID: <own@her.example>\nIn-Reply-To: <1@student.example>\n\n"
        "Dear Tom,\n\nIt is free. We begin on 3 March.\n"
    )
    commands.program.put(answer.encode(), "Sent", at=commands.clock.now())
    commands.comes(*MUM)
    commands.comes(*HOSTILE)
    commands.later(timedelta(days=1))
    return commands


def page_of(past: Commands, folder: Path) -> Path:
    page = folder / "past.html"
    answer = past("replay", "INBOX", "--page", str(page))
    assert (answer.code, answer.err) == (0, "")
    assert "in confidence" in answer.out
    return page


def test_the_table_says_what_both_did(past: Commands) -> None:
    answer = past("replay", "INBOX")
    assert (answer.code, answer.err) == (0, "")
    said = " ".join(answer.out.split())
    assert "3 mails from people, beside 1 mail in your Sent folder." in said
    assert "Agreed on 2 of 3 (67%)" in said
    lines = answer.out.splitlines()
    (tom,) = [line for line in lines if "Tom Ferris" in line]
    assert re.fullmatch(r"2 Nov +Tom Ferris +cost +a draft +answered +\d+% +3 March", tom.strip())
    (mum,) = [line for line in lines if "Mum" in line]
    assert re.fullmatch(r"2 Nov +Mum +Sunday +left alone +never", mum.strip())
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in answer.out


def test_programs_get_one_document_without_anyones_letters(past: Commands) -> None:
    told = past("replay", "INBOX", "--json")
    assert "does it cost" not in told.out
    assert [
        (mail["would"], mail["answered"], mail["topics"], mail["lacks"], mail["agrees"])
        for mail in told.json["mails"][:2]
    ] == [
        ("draft", "directly", ["cost"], ["3 March"], True),
        ("left_alone", "never", ["unrelated"], [], True),
    ]
    assert told.json["counts"]["agreed"] == 2


def test_it_changes_neither_the_mailbox_nor_the_home(past: Commands, tmp_path: Path) -> None:
    def standing() -> object:
        home = {str(one): one.read_bytes() for one in past.home.rglob("*") if one.is_file()}
        return home, [past.program.mails(folder) for folder in past.program.folders()]

    before = standing()
    assert past("replay", "INBOX").code == 0
    assert standing() == before


def test_it_needs_no_database(past: Commands) -> None:
    for file in (past.home / "data").iterdir():
        file.unlink()
    assert past("replay", "INBOX").code == 0
    assert list((past.home / "data").iterdir()) == []


def test_the_page_shows_letters_side_by_side_to_this_user_only(
    past: Commands, tmp_path: Path
) -> None:
    page = page_of(past, tmp_path)
    assert page.stat().st_mode & 0o777 == 0o600
    text = page.read_text(encoding="utf-8")
    for words in ("Hi, does it cost anything", "Dear Tom,", "It is free.", "in confidence"):
        assert words in text
    assert "milk and bread" not in text
    assert "mum@family.example" not in text
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".past")] == []


def test_nothing_that_a_student_wrote_has_power_over_the_page(
    past: Commands, tmp_path: Path
) -> None:
    text = page_of(past, tmp_path).read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(text)
    assert "&lt;script&gt;alert(2)" in text
    assert not tags.tags & {"script", "img", "link", "iframe"}
    assert tags.fetched == []
    assert "default-src &#x27;none&#x27;" in text or "default-src 'none'" in text
    assert "\x1b" not in text


def test_an_older_page_is_replaced_only_by_a_whole_one(past: Commands, tmp_path: Path) -> None:
    page = page_of(past, tmp_path)
    before = page.read_bytes()
    assert past("replay", "No such folder", "--page", str(page)).code == 1
    assert page.read_bytes() == before


@pytest.mark.parametrize("name", ["past.txt", "nowhere/past.html"])
def test_a_page_that_cannot_be_is_wrong_usage(past: Commands, tmp_path: Path, name: str) -> None:
    assert past("replay", "INBOX", "--page", str(tmp_path / name)).code == 2


def test_a_folder_that_is_not_there_is_told_with_a_remedy(past: Commands) -> None:
    answer = past("replay", "Balint")
    assert answer.code == 1
    assert "The folder Balint cannot be read." in answer.err
    told = " ".join(answer.err.split())
    assert re.search(r"There are: .*\bINBOX\b.*\.", told)
    assert not re.search(r"There are: .*\bSent\b", told)


def test_a_folder_that_is_nearly_there_is_guessed(past: Commands) -> None:
    assert "Did you mean Junk?" in " ".join(past("replay", "Jnk").err.split())


@pytest.mark.parametrize("folder", ["Sent", "Drafts"])
def test_her_own_mail_is_no_folder_to_go_through(past: Commands, folder: str) -> None:
    answer = past("replay", folder)
    assert answer.code == 1
    assert "Name the folder in which students' mail stands" in answer.err


def test_since_is_a_day_before_the_month(past: Commands) -> None:
    assert past("replay", "INBOX", "--since", "3/11/2026", "--json").json["mails"] == []
    assert len(past("replay", "INBOX", "--since", "2/11/2026", "--json").json["mails"]) == 3
    assert past("replay", "INBOX", "--since", "11/23/2026").code == 1


def test_where_nothing_came_it_says_so(past: Commands) -> None:
    past.later(timedelta(days=200))
    answer = past("replay", "INBOX")
    assert answer.code == 0
    assert "0 mails from people" in answer.out
