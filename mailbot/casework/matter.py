"""One mail before the table of rules, with what is known of its writer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mailbot.model.casework import Role
from mailbot.model.reading import FOR_A_PERSON, Facts, Flag, Route, Topic

if TYPE_CHECKING:
    from mailbot.model.casework import Case, Ceilings
    from mailbot.model.reading import Reading


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
    def known(self) -> bool:
        """The writer, or the thread, is known to the programme."""
        return (
            self.case.role is not Role.STRANGER
            or self.case.in_our_thread
            or self.case.distress_in_thread
        )
