"""When a kind of reply has earned that it may go by itself, and when it has lost that."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.casework.earned import evidence, has_earned, why_lost
from mailbot.model.permissions import Decided, Deed, Evidence

AT = datetime(2026, 11, 23, tzinfo=UTC)
WELL = Deed.UNCHANGED


def decided(*deeds: Deed) -> list[Decided]:
    return [Decided(number, deed, AT) for number, deed in enumerate(deeds)]


def test_it_is_earned_by_so_many_unchanged_in_a_row() -> None:
    assert has_earned(decided(*[WELL] * 25), 25)
    assert not has_earned(decided(*[WELL] * 24), 25)
    assert has_earned(decided(*[WELL] * 25, Deed.REJECTED), 25), "what was longer ago is forgiven"


@pytest.mark.parametrize("deed", [Deed.CHANGED, Deed.REJECTED, Deed.BY_HAND])
@pytest.mark.parametrize("place", [0, 12, 24])
def test_one_among_them_that_was_not_let_go_as_it_was_is_enough(deed: Deed, place: int) -> None:
    deeds = [WELL] * 24
    deeds.insert(place, deed)
    assert not has_earned(decided(*deeds), 25)


def test_what_went_by_itself_is_no_evidence() -> None:
    deeds = decided(*[Deed.BY_ITSELF] * 30, *[WELL] * 3, Deed.CHANGED)
    assert evidence(deeds, 25) == Evidence(4, 3)
    assert not has_earned(deeds, 25)


@pytest.mark.parametrize(
    ("deeds", "lost"),
    [
        ([], False),
        ([WELL, Deed.BY_ITSELF] * 10, False),
        ([Deed.REJECTED], True),
        ([Deed.BY_HAND], True),
        ([Deed.BY_ITSELF] * 20 + [Deed.REJECTED], True),
        ([Deed.CHANGED, Deed.BY_ITSELF], False),
        ([Deed.CHANGED, Deed.BY_ITSELF, Deed.CHANGED], True),
        ([Deed.CHANGED] + [Deed.BY_ITSELF] * 8 + [Deed.CHANGED], True),
        ([Deed.CHANGED] + [Deed.BY_ITSELF] * 9 + [Deed.CHANGED], False),
    ],
)
def test_one_no_or_two_changes_in_ten_lose_it(deeds: list[Deed], lost: bool) -> None:
    assert bool(why_lost(decided(*deeds))) is lost


@given(st.lists(st.sampled_from(list(Deed)), max_size=40))
def test_what_has_just_been_earned_is_not_lost(deeds: list[Deed]) -> None:
    if has_earned(decided(*deeds), 25):
        hers = [deed for deed in deeds if deed is not Deed.BY_ITSELF][:25]
        assert why_lost(decided(*hers)) == ""
