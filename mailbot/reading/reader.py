"""The reader: one mail in, one reading out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.model.mail import Origin
from mailbot.model.reading import (
    FOR_A_PERSON,
    Flag,
    FlagFinding,
    Reading,
    Route,
    Topic,
    TopicFinding,
)
from mailbot.reading.distress import Aside, Risk, Signs, load_signs
from mailbot.reading.doubt import doubts, joined
from mailbot.reading.facts import Gazetteer, load_gazetteer, read_facts
from mailbot.reading.lessons import Memory, adjusted
from mailbot.reading.lexicon import load_lexicon
from mailbot.reading.model import Model, Scores, load_model
from mailbot.reading.particulars import Particulars, Telling, load_particulars
from mailbot.reading.routing import POSSIBLE_DISTRESS, Found, choose_route
from mailbot.reading.second_look import SecondLook, load_second_look
from mailbot.reading.text import Told, passed_on, tell
from mailbot.reading.topics import Thresholds, find_topics
from mailbot.reading.unmeant import unmeant
from mailbot.reading.vectors import load_vectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.model.mail import Message, Screening
    from mailbot.model.reading import Stage
    from mailbot.reading.lessons import Lesson

DISTRESS = "distress"
PATIENT_DETAILS = "patient_details"
ELSEWHERE = "elsewhere"
"""The label of a request that no topic covers."""

LABELS = (*(topic.value for topic in Topic), DISTRESS, PATIENT_DETAILS, ELSEWHERE)
"""What the model judges."""

_NOT_A_PERSONS = frozenset({Origin.AUTO_REPLY, Origin.BOUNCE, Origin.CALENDAR})


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads mails; holds nothing but data that never changes, so threads may share it.

    Attributes:
        model: The quick network.
        second: The closer look, taken where that one doubts.
        gazetteer: Universities and places.
        signs: Words of distress.
        particulars: Words that tell who a patient is.
        thresholds: From which probability on something counts.
        memory: The coordinator's lessons; None before there are any.
    """

    model: Model
    second: SecondLook
    gazetteer: Gazetteer
    signs: Signs
    particulars: Particulars
    thresholds: Thresholds
    memory: Memory | None = None

    def remembering(self, lessons: Sequence[Lesson]) -> Reader:
        """Return a reader that reads by these lessons, oldest first, beside its model."""
        return replace(self, memory=Memory(lessons, self.model.vocabulary.vectors.row_of))

    def read(self, message: Message, *, stage: Stage, screening: Screening) -> Reading:
        """Return what the new text of `message` says, written by someone at `stage`."""
        return self.read_many([(message, stage, screening)])[0]

    def read_many(self, mails: Sequence[tuple[Message, Stage, Screening]]) -> list[Reading]:
        """Return the readings of many mails, quicker than one by one."""
        told = [tell(message) for message, _, _ in mails]
        texts = [each.clauses for each in told]
        scores = self.score(texts, [stage for _, stage, _ in mails])
        return [
            self._reading(message, stage, screening, text, score)
            for (message, stage, screening), text, score in zip(mails, told, scores, strict=True)
        ]

    def score(self, texts: Sequence[Sequence[str]], stages: Sequence[Stage]) -> list[Scores]:
        """Return what is made of mails, given as their clauses; looks twice where it doubts."""
        return [
            joined(score, self.second.look(text, stage)) if text and doubts(score) else score
            for text, stage, score in zip(
                texts, stages, self.model.score(texts, stages), strict=True
            )
        ]

    def _reading(
        self,
        message: Message,
        stage: Stage,
        screening: Screening,
        told: Told,
        scores: Scores,
    ) -> Reading:
        text = told.clauses
        recalled = self.memory.recall(text, stage) if self.memory else ()
        if recalled:
            scores = replace(scores, probability=adjusted(scores.probability, recalled))
        machine = screening.origin.machine
        topics = self._topics(stage, screening, text, scores)
        risk = self._risk(screening, text, scores, Aside(told.unread, passed_on(message)))
        patient = self.particulars.assess(text, scores.probability[PATIENT_DETAILS])
        flags = _flags(screening, risk, patient)
        found = Found(
            topics={finding.topic: finding.confidence for finding in topics},
            flags=frozenset(finding.flag for finding in flags),
            machine=machine,
            possible_distress=risk.possible,
            unrelated=scores.probability[Topic.UNRELATED],
            elsewhere=scores.probability[ELSEWHERE],
            reply_confidence=_reply_confidence(topics, scores),
            unmeant=unmeant([finding.topic for finding in topics], text),
            cut_short=told.cut_short,
        )
        rule = choose_route(found)
        return Reading(
            screening=screening,
            topics=topics,
            flags=flags,
            facts=read_facts(message, self.gazetteer, times=Topic.AVAILABILITY in found.topics),
            route=rule.route,
            confidence=round(_confidence(rule.route, found, risk), 4),
            reasons=(rule.reason,),
            taught=tuple(each.taught for each in recalled),
            worrying=risk.evidence if rule.reason == POSSIBLE_DISTRESS else (),
        )

    def _risk(
        self, screening: Screening, text: tuple[str, ...], scores: Scores, aside: Aside
    ) -> Risk:
        if screening.origin.machine:
            return Risk(0.0)
        return self.signs.assess(text, scores, aside)

    def _topics(
        self, stage: Stage, screening: Screening, text: tuple[str, ...], scores: Scores
    ) -> tuple[TopicFinding, ...]:
        if screening.origin in _NOT_A_PERSONS:
            return ()
        found = find_topics(scores, text, stage, self.thresholds)
        if screening.origin.machine:
            return tuple(finding for finding in found if finding.topic is Topic.UNRELATED)
        return found


def _flags(screening: Screening, risk: Risk, told: Telling) -> tuple[FlagFinding, ...]:
    if screening.origin.machine:
        return (FlagFinding(Flag.MACHINE, 1.0, screening.evidence),)
    flags = []
    if risk.flagged:
        flags.append(FlagFinding(Flag.DISTRESS, round(risk.chance, 4), risk.evidence))
    if told.flagged:
        flags.append(FlagFinding(Flag.PATIENT_DETAILS, round(told.chance, 4), told.evidence))
    return tuple(flags)


def _confidence(route: Route, found: Found, risk: Risk) -> float:
    """Return how sure `route` is."""
    if route is Route.REPLY:
        return found.reply_confidence
    if route is Route.URGENT:
        return risk.chance
    if route is Route.COORDINATOR:
        return 1 - found.reply_confidence
    return 1.0 if found.machine else max(found.topics.values())


def _reply_confidence(topics: tuple[TopicFinding, ...], scores: Scores) -> float:
    """Return how sure it is that a reply to `topics` fits and no person is needed."""
    if not topics:
        return 0.0
    against = (*FOR_A_PERSON, Topic.UNRELATED, DISTRESS, PATIENT_DETAILS, ELSEWHERE)
    confidence = max(finding.confidence for finding in topics)
    for label in against:
        confidence *= 1 - scores.probability[str(label)]
    return round(confidence, 4)


def load_reader(thresholds: Thresholds | None = None) -> Reader:
    """Return a reader with the data that the package carries; build one and keep it.

    Raises:
        OSError: Where a data file of the package is missing or damaged.
    """
    model = load_model(load_lexicon(), load_vectors())
    return Reader(
        model,
        load_second_look(),
        load_gazetteer(),
        load_signs(),
        load_particulars(),
        thresholds or Thresholds(),
    )
