"""`mailbot drafts` as the coordinator uses it: see, let go, write anew, turn down."""

from __future__ import annotations

import io
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.cli import drafts as cli
from mailbot.model.outbox import State

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.commands import Commands

TOM = ("Tom Ferris <tom@student.example>", "balint group", "Hi, does it cost anything to join?")
ANA = ("Ana Vea <ana@student.example>", "question", "Hello, do I get a certificate?")
SAM = (
    "Sam Kell <sam@student.example>",
    "hello",
    "I can't go on. I don't want to be here any more and think about ending it.",
)
MUM = ("Newsletter <news@walks.example>", "Walks", "Five easy walks. Unsubscribe here.")


@pytest.fixture
def with_draft(commands: Commands) -> Commands:
    """Tom asked what it costs, and draft 1 answers him."""
    commands.comes(*TOM)
    assert commands("run", "--once").code == 0
    return commands


def sent_to_tom(commands: Commands) -> int:
    return commands.sent().count(("tom@student.example",))


def test_nothing_waits_at_first(commands: Commands) -> None:
    answer = commands("drafts")
    assert (answer.code, answer.out) == (0, "No draft waits.\n")


def test_the_list_says_to_whom_about_what_since_when(with_draft: Commands) -> None:
    with_draft.later(timedelta(hours=3))
    line = next(line for line in with_draft("drafts", "list").out.splitlines() if "Tom" in line)
    digest = with_draft.outbound(1).digest
    assert line.split() == ["1", "Tom", "Ferris", "cost", "3", "h", "draft", digest[:8]]


def test_the_list_fits_a_terminal_of_80_columns(with_draft: Commands) -> None:
    with_draft.comes(*SAM)
    with_draft("run", "--once")
    assert max(map(len, with_draft("drafts").out.splitlines())) <= 80


def test_the_list_is_one_json_document(with_draft: Commands) -> None:
    with_draft.comes(*SAM)
    with_draft("run", "--once")
    listed = with_draft("drafts", "--json").json
    assert listed == with_draft("drafts", "list", "--json").json
    assert [(one["id"], one["email"], one["state"]) for one in listed["drafts"]] == [
        (1, "tom@student.example", "draft")
    ]
    assert [(one["email"], one["fate"], one["flags"]) for one in listed["for_you"]] == [
        ("sam@student.example", "put_before", ["distress"])
    ]


def test_distress_stands_first_among_what_is_hers(commands: Commands) -> None:
    commands.comes(*SAM)
    commands.comes("Dr Fay <fay@clinic.example>", "Registrars", "Is there a group for registrars?")
    commands("run", "--once")
    hers = commands("drafts", "--json").json["for_you"]
    assert [one["email"] for one in hers] == ["sam@student.example", "fay@clinic.example"]


def test_mail_left_alone_is_fetched_afresh(commands: Commands) -> None:
    commands.comes(*MUM)
    commands("run", "--once")
    (alone,) = commands("drafts", "list", "--left-alone", "--json").json
    assert (alone["from"], alone["subject"]) == (MUM[0], "Walks")
    commands.program.remove("INBOX", alone["uid"])
    (gone,) = commands("drafts", "--left-alone", "--json").json
    assert (gone["from"], gone["subject"]) == ("", "(no longer there)")


def test_show_tells_their_words_what_was_read_and_the_reply(with_draft: Commands) -> None:
    out = with_draft("drafts", "show", "1").out
    assert "does it cost anything to join?" in out
    assert "Dear Tom," in out
    assert "rule   reply" in out
    values = with_draft("drafts", "show", "1", "--json").json
    assert values["mails"][0]["topics"] == ["cost"]
    assert values["text"].startswith("Dear Tom,")


def test_what_was_shown_may_go(with_draft: Commands) -> None:
    with_draft("drafts", "show", "1")
    answer = with_draft("drafts", "approve", "1", "--shown")
    assert (answer.code, answer.err) == (0, "")
    assert sent_to_tom(with_draft) == 0
    with_draft("run", "--once")
    assert sent_to_tom(with_draft) == 1
    assert with_draft.outbound(1).state is State.SENT


def test_what_was_never_shown_stays(with_draft: Commands) -> None:
    answer = with_draft("drafts", "approve", "1", "--shown")
    assert answer.code == 1
    assert "never shown" in answer.err
    assert with_draft.outbound(1).state is State.DRAFT


@pytest.mark.parametrize(("word", "state"), [("y", State.APPROVED), ("n", State.DRAFT)])
def test_at_a_terminal_she_sees_it_and_is_asked(
    with_draft: Commands, monkeypatch: pytest.MonkeyPatch, word: str, state: State
) -> None:
    monkeypatch.setattr(cli, "at_a_terminal", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{word}\n"))
    answer = with_draft("drafts", "approve", "1")
    assert answer.code == 0
    assert answer.out.index("Dear Tom,") < answer.out.index("Let it go?")
    assert with_draft.outbound(1).state is state


@pytest.mark.parametrize("said", ["", "n\n", "y\n"])
@pytest.mark.parametrize("order", ["approve", "resend"])
def test_without_a_terminal_nothing_goes_unless_it_is_said_what_was_seen(
    with_draft: Commands, monkeypatch: pytest.MonkeyPatch, order: str, said: str
) -> None:
    with_draft("drafts", "show", "1")
    monkeypatch.setattr(sys, "stdin", io.StringIO(said))
    answer = with_draft("drafts", order, "1")
    assert answer.code == 1
    assert "--digest" in answer.err
    assert "--shown" in answer.err
    assert with_draft.outbound(1).state is State.DRAFT


def test_a_digest_says_what_was_seen(with_draft: Commands) -> None:
    digest = with_draft.outbound(1).digest
    assert with_draft("drafts", "approve", "1", "--digest", digest[:7]).code == 1
    assert with_draft("drafts", "approve", "1", "--digest", digest[:8]).code == 0


def test_a_digest_is_of_one_draft(with_draft: Commands) -> None:
    assert with_draft("drafts", "approve", "1", "2", "--digest", "12345678").code == 2


def test_what_changed_since_is_refused_with_the_difference(
    with_draft: Commands, tmp_path: Path
) -> None:
    with_draft("drafts", "show", "1")
    words = tmp_path / "words.txt"
    words.write_text("Subject: Re: balint group\n\nDear Tom,\n\nIt is free.\n")
    assert with_draft("drafts", "edit", "1", "--file", str(words)).code == 0
    answer = with_draft("drafts", "approve", "1", "--shown")
    assert answer.code == 1
    assert "+It is free." in answer.err
    assert with_draft.outbound(1).state is State.DRAFT


def test_what_is_unsettled_stays(commands: Commands) -> None:
    commands.comes(*ANA)
    commands("run", "--once")
    commands("drafts", "show", "1")
    answer = commands("drafts", "approve", "1", "--shown")
    assert answer.code == 1
    assert "[[" in answer.err
    assert commands.outbound(1).state is State.DRAFT


def test_one_wrong_number_does_not_hold_up_the_others(with_draft: Commands) -> None:
    with_draft("drafts", "show", "1")
    answer = with_draft("drafts", "approve", "77", "1", "--shown")
    assert answer.code == 1
    assert "no draft 77" in answer.err
    assert with_draft.outbound(1).state is State.APPROVED


def test_approving_says_what_holds_it(with_draft: Commands) -> None:
    with_draft("pause")
    with_draft("drafts", "show", "1")
    assert "paused" in with_draft("drafts", "approve", "1", "--shown").out
    (listed,) = with_draft("drafts", "--json").json["drafts"]
    assert (listed["state"], listed["hold"]) == ("approved", "paused")


def test_the_editor_gets_the_draft_and_gives_it_back(
    with_draft: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "sed -i s/Dear/Hello/")
    assert with_draft("drafts", "edit", "1").code == 0
    text = with_draft("drafts", "show", "1", "--json").json["text"]
    assert text.startswith("Hello Tom,")
    assert "#" not in text


@pytest.mark.parametrize("editor", ["true", "truncate -s 0"])
def test_an_unchanged_or_empty_file_changes_nothing(
    with_draft: Commands, monkeypatch: pytest.MonkeyPatch, editor: str
) -> None:
    before = with_draft.outbound(1).digest
    monkeypatch.setenv("VISUAL", editor)
    answer = with_draft("drafts", "edit", "1")
    assert (answer.code, answer.out) == (0, "Nothing changed in draft 1.\n")
    assert with_draft.outbound(1).digest == before


@pytest.mark.parametrize("editor", ["false", "no-such-editor-anywhere"])
def test_a_failing_editor_changes_nothing(
    with_draft: Commands, monkeypatch: pytest.MonkeyPatch, editor: str
) -> None:
    before = with_draft.outbound(1).digest
    monkeypatch.setenv("VISUAL", editor)
    answer = with_draft("drafts", "edit", "1")
    assert answer.code == 1
    assert editor in answer.err
    assert with_draft.outbound(1).digest == before


def test_what_is_turned_down_never_leaves_and_keeps_its_reason(with_draft: Commands) -> None:
    with_draft("drafts", "reject", "1", "--why", "Tom rang me")
    with_draft("run", "--once")
    assert sent_to_tom(with_draft) == 0
    assert with_draft.program.mails("Drafts") == []
    assert with_draft.outbound(1).reason == "Tom rang me"
    on_record = [
        line for line in with_draft("history", "--json").json if line["kind"] == "rejected"
    ]
    assert [line["why"] for line in on_record] == ["turned down by the coordinator"]


def test_mine_puts_the_mail_before_her_until_she_has_answered(with_draft: Commands) -> None:
    assert with_draft("drafts", "mine", "1").code == 0
    listed = with_draft("drafts", "--json").json
    assert listed["drafts"] == []
    assert [one["email"] for one in listed["for_you"]] == ["tom@student.example"]
    answer = (
        f"From: {with_draft.account.address}\nTo: tom@student.example\n"
        "Subject: Re: balint group\nMessage-ID: <own@her.example>\n"
        "In-Reply-To: <1@student.example>\n\nDear Tom, let us talk.\n"
    )
    with_draft.program.put(answer.encode(), "Sent", at=with_draft.clock.now())
    with_draft("run", "--once")
    assert with_draft("drafts", "--json").json["for_you"] == []


@pytest.fixture
def uncertain(with_draft: Commands) -> Commands:
    """The connection broke while the reply to Tom was handed over."""
    with_draft("drafts", "show", "1")
    with_draft("drafts", "approve", "1", "--shown")
    with_draft.comes_to(1, State.SENDING, State.UNCERTAIN)
    return with_draft


def test_an_uncertain_mail_stays_until_she_says(uncertain: Commands) -> None:
    uncertain("run", "--once")
    assert sent_to_tom(uncertain) == 0
    assert uncertain("drafts", "approve", "1", "--shown").code == 1


def test_resend_sends_once_more(uncertain: Commands) -> None:
    assert uncertain("drafts", "resend", "1", "--shown").code == 0
    uncertain("run", "--once")
    assert sent_to_tom(uncertain) == 1
    assert uncertain("drafts", "resend", "1", "--shown").code == 1
    assert uncertain("audit").code == 0


def test_resend_is_of_what_was_seen(uncertain: Commands) -> None:
    assert uncertain("drafts", "resend", "1", "--digest", "12345678").code == 1
    assert uncertain.outbound(1).state is State.UNCERTAIN


def test_what_did_arrive_is_not_sent_again(uncertain: Commands) -> None:
    assert uncertain("drafts", "arrived", "1").code == 0
    uncertain("run", "--once")
    assert sent_to_tom(uncertain) == 0
    assert uncertain.outbound(1).state is State.SENT
    assert len(uncertain.program.mails("Sent")) == 1
    assert uncertain("audit").code == 0


def test_only_what_is_uncertain_can_be_said_to_have_arrived(with_draft: Commands) -> None:
    assert with_draft("drafts", "arrived", "1").code == 1
    assert with_draft.outbound(1).state is State.DRAFT


def test_what_cannot_be_turned_down_is_told_in_one_line(with_draft: Commands) -> None:
    with_draft("drafts", "reject", "1")
    answer = with_draft("drafts", "reject", "1")
    assert answer.code == 1
    assert answer.err == "Draft 1 is rejected already, so it cannot be turned down.\n"
