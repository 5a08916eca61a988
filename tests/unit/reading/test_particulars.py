"""What tells who a patient is, and what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.model.reading import Flag, Route
from mailbot.reading.particulars import load_particulars

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailbot.model.reading import Reading

UNSURE = 0.05


@pytest.mark.parametrize(
    "text",
    [
        "I'd like to bring Mrs Orla Finch, 81, in bed 9, with a GI bleed. Is there a place?",
        "NHI 4471, DOB 2/2/1960, admitted on Friday with sepsis. May I present him?",
        "There's a man on our ward, 44, the only vet in Temuka, who drinks. Is that a case?",
        "A woman of 29, 31 weeks, in the stroke unit at Dubbo, wife of the mayor. Too much?",
    ],
)
def test_a_patient_who_can_be_told_is_flagged(read: Callable[..., Reading], text: str) -> None:
    reading = read(text)
    assert Flag.PATIENT_DETAILS in reading.flag_set
    assert reading.route in {Route.COORDINATOR, Route.URGENT}
    (finding,) = (each for each in reading.flags if each.flag is Flag.PATIENT_DETAILS)
    assert finding.evidence
    assert all(each.words in text for each in finding.evidence)


@pytest.mark.parametrize(
    "text",
    [
        "A patient of mine died last week and I'd like to talk about her. Can I join?",
        "I had a hard week on the oncology ward, a young man was dying. Is there a group?",
        "I am 24, in third year, on placement at Dubbo in the surgical ward. May I join?",
        "Reply with your bank number to claim your prize.\nMr. Desmond Fairweather",
        "Can I present a patient from last year if I leave out the name and the hospital?",
        "Does Mrs Calloway lead the groups herself?",
        "My supervisor Dr Anna Webb at Westmead told me of the groups. What do they cost?",
    ],
)
def test_a_patient_whom_nobody_could_tell_is_not(read: Callable[..., Reading], text: str) -> None:
    assert Flag.PATIENT_DETAILS not in read(text).flag_set


def test_each_further_sign_makes_it_likelier() -> None:
    particulars = load_particulars()
    told = [
        "a lady with a stroke",
        "a lady, 81, with a stroke",
        "a lady, 81, with a stroke in bed 9",
        "a lady, Mrs Finch, 81, with a stroke in bed 9",
    ]
    chances = [particulars.assess([each], UNSURE).chance for each in told]
    assert chances == sorted(set(chances))
