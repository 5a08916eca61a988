"""After a session a leader says who was missing; only what is clear is taken for said."""

from __future__ import annotations

import pytest

from mailbot.groups.attendance import read_attendance

MEMBERS = (
    (1, "Lia Wong"),
    (2, "Tom O'Brien"),
    (3, "Sam Taufa"),
    (4, "Sam Petrov"),
    (5, "Priya Nair"),
)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Lia was missing.", (1,)),
        ("Hi Ruth,\n\nLia and Tom were missing tonight.\n\nBest,\nLena", (1, 2)),
        ("Everyone was there.", ()),
        ("Full house!", ()),
        ("Nobody was missing last night", ()),
        ("all present", ()),
        ("Everyone except Priya came? ", None),
        ("Everyone except Priya", (5,)),
        ("Everybody was there except for Lia and Priya.", (1, 5)),
        ("Lia didn't come", (1,)),
        ("Priya Nair didn’t show up", None),
        ("Apologies from Tom", (2,)),
        ("Missing: Lia, Priya", (1, 5)),
        ("Sam Taufa was absent.", (3,)),
        ("no-shows: Tom O'Brien", (2,)),
        ("Thanks, all there. Cheers, Lena", ()),
        ("Lia was missing. Everyone else came.", (1,)),
        ("Lia was missing, everyone else was there.", (1,)),
        ("Lia and Tom were away; the others were all there", (1, 2)),
        ("Only Lia was missing.", (1,)),
    ],
)
def test_who_was_missing(text: str, missing: tuple[int, ...] | None) -> None:
    found = read_attendance(text, MEMBERS)
    if missing is not None:
        assert (found.missing, found.said, found.whole) == (missing, True, True)
    else:
        assert not (found.whole and not found.said)


@pytest.mark.parametrize(
    "text",
    [
        "Sam was missing.",
        "Lia won't be there next week.",
        "Only Lia and Tom came.",
        "Not everyone was there.",
        "Great session, thank you for asking",
        "One of the students was missing.",
        "Lia was late.",
        "Bella was missing.",
        "Everyone else came.",
        "Bella was missing. Everyone else came.",
    ],
)
def test_what_is_not_clear_is_for_the_coordinator(text: str) -> None:
    found = read_attendance(text, MEMBERS)
    assert found.missing == ()
    assert not found.whole


def test_a_worry_beside_the_report_is_read_by_a_person() -> None:
    found = read_attendance("Lia was missing. I am a bit worried about Tom, he cried.", MEMBERS)
    assert found.missing == (1,)
    assert found.said
    assert not found.whole


def test_a_name_in_another_matter_is_no_absence() -> None:
    found = read_attendance("Lia was missing her placement, she told us.", MEMBERS)
    assert found.missing == ()


def test_the_leaders_own_absence_is_kept_apart() -> None:
    found = read_attendance("Everyone was there. I can't make it next Tuesday, sorry.", MEMBERS)
    assert found.said
    assert found.missing == ()
    assert "next tuesday" in found.own
