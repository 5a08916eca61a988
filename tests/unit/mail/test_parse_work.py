"""The work of taking a mail apart grows with its length and no faster, whatever its lines are."""

from __future__ import annotations

import pytest

from mailbot.mail.quotes import split
from tests.work import work_of

_INTRODUCTION = "On Mon, 4 May 2026 at 10:00, Groups <groups@balint.example> wrote:\n"
_DATELESS = "On Monday the coordinator wrote:\n"


def _work(body: str) -> int:
    return work_of(lambda: split(body))


@pytest.mark.parametrize(
    ("above", "repeated", "below"),
    [
        ("I am free on mondays", "\n", "after 6"),
        ("I am free on mondays", " \n", "after 6"),
        ("> a", "\n", "> b"),
        ("> a", "\n", "b"),
        ("", "\n", "Begin forwarded message:\n"),
        ("", "> a\n", ""),
        ("", "> a\n\n\n", "b"),
        ("", "> a\nb\n", ""),
        ("My times\n", "| a\n", ""),
        (_DATELESS, "| a\n", ""),
        ("a\n", _INTRODUCTION, ""),
        ("a\n", _INTRODUCTION + "> b\nc\n", ""),
        ("a\n", _DATELESS, ""),
        ("a\n", "\n\n\n" + _DATELESS, "> b"),
        ("a\n", "-----\n\n" + _DATELESS + "> b\n", ""),
        ("a\n", "From:\n", ""),
        ("a\n", "From: 5\nTo: 8\n\n", ""),
        ("a\n", "-----Original Message-----\n", ""),
        ("", "Please write your reply above this line\n", ""),
        ("a\n", "-- \n", ""),
        ("a\n", "-- \nTilly\n", ""),
        ("a\n", "-- \n\n\n", "Tilly"),
        ("a\n-- \n", "\n", "Tilly"),
        ("a\n-- \n", "\n", "I am here\n- Tilly Marsh"),
        ("a\n-- \n", '"I am here ', ""),
        ("a\n-- \n", "I may be here. ", ""),
        ("a\n", "--\n", "Tilly"),
        ("a\n", "Cheers,\n", "Tilly"),
        ("a\n\n", "tel: 0400 000 000\n", ""),
    ],
)
def test_ten_times_the_lines_are_about_ten_times_the_work(
    above: str, repeated: str, below: str
) -> None:
    few, many = (_work(above + repeated * times + below) for times in (100, 1_000))
    assert many < 15 * few
