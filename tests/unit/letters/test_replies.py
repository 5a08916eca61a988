"""What every reply looks like, whatever it is composed of."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from mailbot.letters import Letters, unsettled
from mailbot.model.casework import BLOCKS, DraftReply, NextStep
from mailbot.model.reading import Day, Facts, Interval, Stage

if TYPE_CHECKING:
    from mailbot.model.outbox import Letter

ALL_MISSING = ("university", "year", "city", "availability")
FACTS = Facts(
    university="Monash University",
    year=4,
    city="Warragul",
    timezone="Australia/Melbourne",
    availability=(Interval(Day.TUE, "18:30", "21:00"), Interval(Day.THU, "18:30", "21:00")),
    unavailable=(Interval(Day.FRI, "00:00", "24:00"),),
)


def compose(
    letters: Letters,
    stage: str,
    topics: tuple[str, ...],
    step: NextStep,
    facts: Facts | None = None,
) -> Letter:
    blocks = tuple(block for block in BLOCKS if block in topics)
    missing = ALL_MISSING if step in {NextStep.INVITE, NextStep.ASK_DETAILS} else ()
    draft = DraftReply(blocks, step, missing, facts or Facts())
    return letters.reply(draft, name="Sam Example", subject="Balint groups?", stage=Stage(stage))


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!])\s+|\n", text) if len(part) > 20]


def faults(text: str) -> list[str]:
    """What a careful eye would stumble over."""
    doubled = [each for each, times in Counter(sentences(text)).items() if times > 1]
    paragraphs = text.split("\n\n")
    return [
        *(f"twice: {each}" for each in doubled),
        *(f"odd: {found}" for found in re.findall(r"None|undefined|\{[{%#]|[}%#]\}| {2,}", text)),
        *(f"spacing: {found!r}" for found in re.findall(r"\n{3,}| \n|\s[,.;]", text)),
        *(f"long: {each}" for each in paragraphs if len(each) > 700),
        *(f"thanks: {text.count('Thank you')}" for _ in range(text.count("Thank you") > 1)),
        *(f"small: {each}" for each in paragraphs if each[0].islower()),
    ]


@pytest.mark.parametrize("step", list(NextStep))
def test_every_labelled_combination_reads_well(
    own_letters: Letters,
    labelled_combinations: list[tuple[str, tuple[str, ...]]],
    step: NextStep,
) -> None:
    for stage, topics in labelled_combinations:
        for facts in (None, FACTS):
            text = compose(own_letters, stage, topics, step, facts).text
            assert not faults(text), (stage, topics, faults(text))
            assert text.startswith("Dear Sam,\n\n")
            assert text.endswith("Balint Society of Australia and New Zealand\n")
            assert 150 < len(text) < 5500, (stage, topics, len(text))


@pytest.mark.parametrize("stage", list(Stage))
def test_every_labelled_set_of_topics_reads_well_at_any_stage(
    own_letters: Letters, labelled_combinations: list[tuple[str, tuple[str, ...]]], stage: Stage
) -> None:
    for topics in {topics for _, topics in labelled_combinations}:
        text = compose(own_letters, stage.value, topics, NextStep.NONE).text
        assert not faults(text), (stage, topics, faults(text))


def test_the_labelled_enquiries_hold_many_combinations(
    labelled_combinations: list[tuple[str, tuple[str, ...]]],
) -> None:
    assert len(labelled_combinations) > 200


@pytest.mark.parametrize("block", BLOCKS)
def test_each_block_says_something_of_its_own(own_letters: Letters, block: str) -> None:
    stages = [Stage.NEW, Stage.QUEUED, Stage.OFFERED, Stage.MEMBER, Stage.PAST]
    bare = {compose(own_letters, stage, (), NextStep.NONE).text for stage in stages}
    with_block = {compose(own_letters, stage, (block,), NextStep.NONE).text for stage in stages}
    assert with_block - bare


def test_a_sentence_of_one_block_is_not_repeated_by_another(own_letters: Letters) -> None:
    text = compose(own_letters, "new", BLOCKS, NextStep.INVITE, FACTS).text
    assert not faults(text)
    for fact in ("90 minutes, six weeks", "two experienced leaders", "February"):
        assert text.count(fact) == 1, fact


@pytest.mark.parametrize(
    ("missing", "asked", "not_asked"),
    [
        (ALL_MISSING, ["your university and your year", "the city", "days and times"], []),
        (("year",), ["which year"], ["university", "city you will be in", "days and times"]),
        (("availability",), ["days and times"], ["which year", "city you will be in"]),
    ],
)
def test_only_what_is_missing_is_asked_for(
    own_letters: Letters, missing: tuple[str, ...], asked: list[str], not_asked: list[str]
) -> None:
    draft = DraftReply(("join",), NextStep.ASK_DETAILS, missing)
    letter = own_letters.reply(draft, name="Sam", subject="Hi", stage=Stage.NEW).text
    text, _, _ = letter.partition("This address is not watched")
    assert all(f"- {words}" in text or words in text for words in asked)
    assert not any(words in text for words in not_asked)


def test_facts_are_read_back_in_words(own_letters: Letters) -> None:
    text = compose(own_letters, "new", ("join", "availability"), NextStep.QUEUED, FACTS).text
    assert "- Fourth year at Monash University\n" in text
    assert "- Warragul (Melbourne time)\n" in text
    assert "- Free: Tuesday and Thursday, 6.30–9 pm\n" in text
    assert "- Not free: Friday\n" in text
    assert not unsettled(text)


def test_times_that_could_not_be_placed_are_left_to_the_coordinator(own_letters: Letters) -> None:
    facts = Facts(unplaced=("most nights ]] unless on call [[",))
    text = compose(own_letters, "new", ("availability",), NextStep.NONE, facts).text
    (mark,) = unsettled(text)
    assert "“most nights ] unless on call [”" in mark


def test_what_casework_leaves_open_becomes_a_mark(own_letters: Letters) -> None:
    draft = DraftReply(("cost",), NextStep.NONE, settle=("how long is the wait?",))
    text = own_letters.reply(draft, name="", subject="", stage=Stage.NEW).text
    assert unsettled(text) == ("[[Alex, please settle: how long is the wait?]]",)


def test_without_a_name_the_greeting_is_plain(own_letters: Letters) -> None:
    draft = DraftReply(("cost",), NextStep.NONE)
    text = own_letters.reply(draft, name="", subject="", stage=Stage.NEW).text
    assert text.startswith("Hello,\n\n")


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Balint groups?", "Re: Balint groups?"),
        ("RE: AW: Re: hello", "Re: hello"),
        ("SV: hello", "Re: hello"),
        ("Re[2]: hello", "Re: hello"),
        ("Fwd: hello", "Re: Fwd: hello"),
        ("Really: hello", "Re: Really: hello"),
        ("", "Re: Balint groups"),
        ("(no subject)", "Re: Balint groups"),
        ("hello\r\nBcc: all@example.org", "Re: hello Bcc: all@example.org"),
        ("{{ programme }}", "Re: {{ programme }}"),
    ],
)
def test_the_subject_keeps_one_re(own_letters: Letters, subject: str, expected: str) -> None:
    draft = DraftReply(("cost",), NextStep.NONE)
    assert own_letters.reply(draft, name="", subject=subject, stage=Stage.NEW).subject == expected


@pytest.mark.parametrize(
    ("blocks", "stage", "told"),
    [
        (("cost",), Stage.NEW, True),
        (("about",), Stage.INFORMED, True),
        (("cost",), Stage.INFORMED, False),
        (("status",), Stage.MEMBER, False),
    ],
)
def test_the_information_mail_says_that_nobody_watches_the_address_round_the_clock(
    own_letters: Letters, blocks: tuple[str, ...], stage: Stage, told: bool
) -> None:
    draft = DraftReply(blocks, NextStep.INVITE)
    text = own_letters.reply(draft, name="Sam", subject="Hi", stage=stage).text
    assert ("This address is not watched round the clock. If things feel too much" in text) == told
    assert ("000 (Australia) or 111 (New Zealand)" in text) == told
