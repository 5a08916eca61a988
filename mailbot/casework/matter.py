"""One mail before the table of rules, with what is known of its writer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mailbot.model.casework import Role
from mailbot.model.reading import FOR_A_PERSON, Facts, Flag, Route, Saying, Stage, Topic

if TYPE_CHECKING:
    from mailbot.model.casework import Case, Ceilings
    from mailbot.model.reading import Reading

_WITH_CONDITIONS = {
    Topic.ACCEPT: frozenset(
        {Topic.DECLINE, Topic.WITHDRAW, Topic.CHANGE_GROUP, Topic.ABSENCE, Topic.AVAILABILITY}
    ),
    Topic.DECLINE: frozenset({Topic.ACCEPT, Topic.CHANGE_GROUP}),
}
"""What an answer to an offer may not say as well, if it is to count as plain.

A yes with words about times is as a rule a condition: 'yes, but only from week 2'."""

_NOT_PLAIN = frozenset({Saying.CONDITIONAL, Saying.UNDECIDED})


@dataclass(frozen=True, slots=True)
class Matter:
    """One mail before the table of rules.

    Attributes:
        reading: What the mail says.
        case: What is known of its writer.
        ceilings: The limits in force.
        pending: Topics of earlier mails of the thread that no reply has answered yet.
        stated: What those mails state about the writer.
    """

    reading: Reading
    case: Case
    ceilings: Ceilings
    pending: frozenset[Topic] = frozenset()
    stated: Facts = field(default_factory=Facts)

    @property
    def machine(self) -> bool:
        """A machine wrote it."""
        return self.reading.screening.origin.machine

    @property
    def only_thanks(self) -> bool:
        """It acknowledges and raises nothing else, and that is sure."""
        reading = self.reading
        return (
            reading.topic_set == {Topic.THANKS}
            and reading.route is Route.NONE
            and not reading.flag_set
        )

    @property
    def for_a_person(self) -> bool:
        """Templates may not answer it, whatever its route says."""
        return Flag.PATIENT_DETAILS in self.reading.flag_set or bool(
            FOR_A_PERSON & self.reading.topic_set
        )

    @property
    def unclear_answer(self) -> bool:
        """It answers an open offer, or may well, but not so plainly that it may move its writer."""
        topics = self.reading.topic_set
        answers = topics & _WITH_CONDITIONS.keys()
        if self.case.stage is not Stage.OFFERED:
            return False
        if not answers:
            return self._may_be_an_answer
        unsure = self.reading.route is not Route.REPLY or self.for_a_person
        held_back = Topic.ACCEPT in answers and self.case.saying in _NOT_PLAIN
        return unsure or held_back or any(_WITH_CONDITIONS[each] & topics for each in answers)

    @property
    def _may_be_an_answer(self) -> bool:
        """Neither yes nor no was read in it, nor a matter of its own and nothing else."""
        topics, saying = self.reading.topic_set, self.case.saying
        another_matter = topics & {Topic.WITHDRAW, Topic.UNRELATED}
        worrying = "possible_distress" in self.reading.reasons
        if another_matter or worrying or self.machine or self.for_a_person:
            return False
        if topics <= {Topic.THANKS}:
            return not self.only_thanks or saying is not Saying.UNSAID
        return saying is not Saying.UNSAID or self.reading.route is not Route.REPLY

    @property
    def late_answer(self) -> bool:
        """It takes up a place that is not held, or turns one down that is theirs by now."""
        topics, stage = self.reading.topic_set, self.case.stage
        if Topic.ACCEPT in topics:
            return stage not in {Stage.OFFERED, Stage.MEMBER}
        return Topic.DECLINE in topics and stage is Stage.MEMBER

    @property
    def known(self) -> bool:
        """The writer, or the thread, is known to the programme."""
        return (
            self.case.role is not Role.STRANGER
            or self.case.in_our_thread
            or self.case.distress_in_thread
        )
